#!/bin/sh
# Once, when the database is made: its owner, who may create the roles that the program acts as and is no superuser.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$OWNER_PASSWORD" --username postgres <<'SQL'
create role perennial login createrole password :'password';
create database perennial owner perennial;
SQL
