-- Text that is sorted or searched by range is in byte order ("C"), which row-level security lets an index serve.
-- Every list is newest first and begins with the tenant, so every index does.

create table tenants (
    tenant     text collate "C" not null,
    id         text collate "C" not null,
    revision   bigint           not null,
    state      jsonb            not null,
    created_at timestamptz      not null,
    updated_at timestamptz      not null,
    name       text,
    status     text collate "C",
    primary key (tenant, id)
);
create index on tenants (created_at desc, id desc) where status is not null;
create index on tenants (status, created_at desc, id desc);
-- Operators, and only they, may list the tenants of the installation.
create policy operator on tenants for select to perennial_query
    using (current_setting('perennial.operator', true) = 'on');

create table users (
    tenant       text collate "C" not null,
    id           text collate "C" not null,
    revision     bigint           not null,
    state        jsonb            not null,
    created_at   timestamptz      not null,
    updated_at   timestamptz      not null,
    status       text collate "C",
    role         text collate "C",
    email        text,
    email_lower  text collate "C",
    display_name text,
    primary key (tenant, id)
);
create index on users (tenant, created_at desc, id desc) where status is not null;
create index on users (tenant, status, created_at desc, id desc);
create index on users (tenant, role, created_at desc, id desc);
create index on users (tenant, email_lower);

create table api_keys (
    tenant     text collate "C" not null,
    id         text collate "C" not null,
    revision   bigint           not null,
    state      jsonb            not null,
    created_at timestamptz      not null,
    updated_at timestamptz      not null,
    status     text collate "C",
    name       text,
    role       text collate "C",
    scopes     text[],
    expires_at timestamptz,
    primary key (tenant, id)
);
create index on api_keys (tenant, created_at desc, id desc) where status is not null;
create index on api_keys (tenant, status, created_at desc, id desc);

create table email_claims (
    tenant         text collate "C" not null,
    id             text collate "C" not null,
    revision       bigint           not null,
    state          jsonb            not null,
    created_at     timestamptz      not null,
    updated_at     timestamptz      not null,
    user_id        text collate "C",
    reserved_until timestamptz,
    primary key (tenant, id)
);
create index on email_claims (reserved_until) where reserved_until is not null;
