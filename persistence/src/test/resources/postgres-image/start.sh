# As the entry point of PostgreSQL's own image: makes the cluster, then runs what it was given.
/usr/local/postgres/bin/initdb --pgdata=/data/cluster --username=postgres --auth=trust --encoding=UTF8 --no-sync \
  --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C
exec "/usr/local/postgres/bin/$@" -D /data/cluster -c listen_addresses='*' -c hba_file=/etc/pg_hba.conf
