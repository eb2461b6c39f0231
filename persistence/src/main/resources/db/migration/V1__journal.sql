-- The roles our pools act as. They cannot log in: the program's user becomes one of them on each connection, so that a
-- fault in a query cannot reach what its pool has no business with. Roles belong to the server, not to one database.
do $$
declare
    needed text;
begin
    foreach needed in array array['perennial_journal', 'perennial_projection', 'perennial_query', 'perennial_vault'] loop
        begin
            if not exists (select from pg_roles where rolname = needed) then
                execute format('create role %I nologin', needed);
            end if;
        exception
            when duplicate_object or unique_violation then
                null; -- another database of this server is being migrated at this moment
            when insufficient_privilege then
                raise exception 'role % is missing and user % may not create it', needed, current_user
                    using hint = format('As an administrator run: create role %1$I nologin; grant %1$I to %2$I;', needed, current_user);
        end;
        begin
            execute format('grant %I to current_user', needed);
        exception
            when insufficient_privilege then
                if not pg_has_role(current_user, needed, 'member') then
                    raise exception 'user % is not a member of role %', current_user, needed
                        using hint = format('As an administrator run: grant %I to %I;', needed, current_user);
                end if;
        end;
    end loop;
end
$$;

-- The first thirteen columns are what pekko-persistence-jdbc names when it inserts; the last three fill themselves.
-- Byte order ("C") makes the primary key cheaper to keep, and it is all that ids need.
create table event_journal (
    ordering           bigserial                not null,
    persistence_id     varchar(255) collate "C" not null,
    sequence_number    bigint                   not null,
    deleted            boolean                  not null default false,
    writer             varchar(255)             not null,
    write_timestamp    bigint,
    adapter_manifest   varchar(255),
    event_ser_id       integer                  not null,
    event_ser_manifest varchar(255)             not null,
    event_payload      bytea                    not null,
    meta_ser_id        integer,
    meta_ser_manifest  varchar(255),
    meta_payload       bytea,
    transaction_id     xid8                     not null default pg_current_xact_id(),
    slice              smallint                 not null
        generated always as ((('x' || substr(md5(persistence_id), 1, 3))::bit(12)::integer & 1023)::smallint) stored,
    tenant             text collate "C"
        generated always as (split_part(persistence_id, '|', 2)) stored,
    primary key (persistence_id, sequence_number)
);
-- The order in which readers go through the journal. The slice is in it so that a reader of a few slices skips the rows
-- of the others without touching the table.
create index event_journal_position on event_journal (transaction_id, ordering, slice);

create table snapshot (
    persistence_id        varchar(255) collate "C" not null,
    sequence_number       bigint                   not null,
    created               bigint                   not null,
    snapshot_ser_id       integer                  not null,
    snapshot_ser_manifest varchar(255)             not null,
    snapshot_payload      bytea                    not null,
    meta_ser_id           integer,
    meta_ser_manifest     varchar(255),
    meta_payload          bytea,
    primary key (persistence_id, sequence_number)
);

grant usage on schema journal to perennial_journal, perennial_projection, perennial_query;
-- Append only: not even the entities' own connection can change or remove an event.
grant select, insert on event_journal to perennial_journal;
grant usage on sequence event_journal_ordering_seq to perennial_journal;
grant select, insert, update, delete on snapshot to perennial_journal;
grant select on event_journal to perennial_projection, perennial_query;

-- Writers and projections serve all tenants; a query sees the tenant it was opened for, and without one, nothing.
alter table event_journal enable row level security;
create policy entities on event_journal to perennial_journal using (true) with check (true);
create policy projections on event_journal for select to perennial_projection using (true);
create policy tenant on event_journal for select to perennial_query
    using (tenant = current_setting('perennial.tenant', true));
