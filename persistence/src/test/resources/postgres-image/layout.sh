#!/bin/sh
# usage: layout.sh <archive of PostgreSQL's programs>
# Makes root.tar beside start.sh: PostgreSQL, a shell, and of this machine's libraries those that they need.
set -eu
archive=$1
root=root
postgres=$root/usr/local/postgres

rm -rf "$root"
mkdir -p "$postgres" "$root/bin" "$root/etc" "$root/tmp" "$root/data"
tar -xJf "$archive" -C "$postgres"
cp -L /bin/sh "$root/bin/sh"
cp start.sh "$root"
echo 'postgres:x:70:70::/data:/bin/sh' >"$root/etc/passwd"
echo 'host all all all trust' >"$root/etc/pg_hba.conf"

ldd /bin/sh "$postgres/bin/postgres" "$postgres/bin/initdb" "$postgres/lib/postgresql/plpgsql.so" |
  grep -o '/[^ ]*' | grep -v -e ':$' -e "/$postgres/" | sort -u |
  while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done

tar -C "$root" --owner=70 --group=70 -cf root.tar .
rm -rf "$root"
