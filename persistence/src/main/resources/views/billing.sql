-- Text that is sorted or searched by range is in byte order ("C"), which row-level security lets an index serve.
-- Every list begins with the tenant, so every index does.

-- ---- Meters and usage ----

create table meters (
    tenant     text collate "C" not null,
    id         text collate "C" not null,
    revision   bigint           not null,
    state      jsonb            not null,
    created_at timestamptz      not null,
    updated_at timestamptz      not null,
    name        text,
    aggregation text collate "C",
    grace       bigint,
    retired     boolean,
    primary key (tenant, id)
);
create index on meters (tenant, created_at desc, id desc);

create table usage_accounts (
    tenant     text collate "C" not null,
    id         text collate "C" not null,
    meter      text collate "C" not null,
    revision   bigint           not null,
    updated_at timestamptz      not null,
    primary key (tenant, id)
);

-- What was used on a day (UTC) by a subject; '' is nobody in particular.
create table usage_days (
    tenant  text collate "C" not null,
    meter   text collate "C" not null,
    day     date             not null,
    subject text collate "C" not null,
    units   numeric          not null,
    peak    bigint           not null,
    events  bigint           not null,
    primary key (tenant, meter, day, subject)
);
create index on usage_days (tenant, meter, subject, day);

-- ---- Wallets ----

create table wallets (
    tenant     text collate "C" not null,
    id         text collate "C" not null,
    revision   bigint           not null,
    state      jsonb            not null,
    created_at timestamptz      not null,
    updated_at timestamptz      not null,
    name       text,
    available  bigint,
    held       bigint,
    due_at     timestamptz,
    primary key (tenant, id)
);
create index on wallets (tenant, created_at desc, id desc);
create index on wallets (due_at) where due_at is not null;
