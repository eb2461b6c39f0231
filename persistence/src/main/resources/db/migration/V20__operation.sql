-- What operators want of the cluster, who wanted it and why.
do $$
begin
    begin
        if not exists (select from pg_roles where rolname = 'perennial_operation') then
            create role perennial_operation nologin;
        end if;
    exception
        when duplicate_object or unique_violation then
            null; -- another database of this server is being migrated at this moment
        when insufficient_privilege then
            raise exception 'role perennial_operation is missing and user % may not create it', current_user
                using hint = format('As an administrator run: create role perennial_operation nologin; grant perennial_operation to %I;', current_user);
    end;
    begin
        grant perennial_operation to current_user;
    exception
        when insufficient_privilege then
            if not pg_has_role(current_user, 'perennial_operation', 'member') then
                raise exception 'user % is not a member of role perennial_operation', current_user
                    using hint = format('As an administrator run: grant perennial_operation to %I;', current_user);
            end if;
    end;
end
$$;

create schema operation;

-- What holds now. The key is what the order is about: giving it twice is giving it once.
create table operation.directives (
    kind text not null check (kind in ('pause', 'drain', 'pin-shard', 'pin-tenant', 'move')),
    subject text not null, -- '' of a pause; a node; a tenant; type/shard
    nodes text[] not null default '{}', -- of a pin or move
    due timestamptz not null, -- does not count before
    given_by text not null,
    given_at timestamptz not null default now(),
    reason text not null,
    primary key (kind, subject)
);

-- What was ever ordered and what became of it.
create table operation.audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    actor text not null,
    action text not null check (action in ('give', 'withdraw', 'fulfil')),
    kind text not null,
    subject text not null,
    nodes text[] not null,
    due timestamptz not null,
    reason text not null
);

-- Keys for the management API: only their SHA-256.
create table security.management_keys (
    hash bytea primary key,
    created_at timestamptz not null default now()
);

grant usage on schema operation to perennial_operation;
grant select, insert, update, delete on operation.directives to perennial_operation;
grant select, insert on operation.audit to perennial_operation; -- nothing of it can be changed
grant select, insert on security.management_keys to perennial_vault;
