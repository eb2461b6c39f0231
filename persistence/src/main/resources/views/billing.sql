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
) with (fillfactor = 70);

-- What was used in an hour of a day (UTC) by a subject; '' is nobody in particular. In this order a list by day needs no sort.
create table usage_hours (
    tenant  text collate "C" not null,
    meter   text collate "C" not null,
    day     date             not null,
    subject text collate "C" not null,
    hour    smallint         not null,
    units   numeric          not null,
    peak    bigint           not null,
    events  bigint           not null,
    primary key (tenant, meter, day, subject, hour)
    -- Rows change with every page, and none of their indexed columns: room for that on the row's own page.
) with (fillfactor = 70);
create index on usage_hours (tenant, meter, subject, day);

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
create index on wallets (due_at, tenant, id) where due_at is not null;

-- ---- Plans and subscriptions ----

create table plans (
    tenant     text collate "C" not null,
    id         text collate "C" not null,
    revision   bigint           not null,
    state      jsonb            not null,
    created_at timestamptz      not null,
    updated_at timestamptz      not null,
    status     text collate "C",
    version    integer,
    price      bigint,
    currency   text collate "C",
    unit       text collate "C",
    terms      jsonb,
    primary key (tenant, id)
);
create index on plans (tenant, created_at desc, id desc);
create index on plans (tenant, status, created_at desc, id desc);

create table subscriptions (
    tenant       text collate "C" not null,
    id           text collate "C" not null,
    revision     bigint           not null,
    state        jsonb            not null,
    created_at   timestamptz      not null,
    updated_at   timestamptz      not null,
    status       text collate "C",
    plan         text collate "C",
    plan_version integer,
    seats        integer,
    monthly      bigint,
    currency     text collate "C",
    due_at       timestamptz,
    primary key (tenant, id)
);
create index on subscriptions (created_at desc, id desc);
create index on subscriptions (status, created_at desc, id desc);
create index on subscriptions (plan, created_at desc, id desc);
create index on subscriptions (due_at, tenant, id) where due_at is not null;
-- Operators, and only they, may list the subscriptions of the installation.
create policy operator on subscriptions for select to perennial_query
    using (current_setting('perennial.operator', true) = 'on');

create table revenue_sources (
    tenant     text collate "C" not null,
    id         text collate "C" not null,
    revision   bigint           not null,
    state      jsonb            not null,
    updated_at timestamptz      not null,
    primary key (tenant, id)
);

-- By how much the recurring revenue of a month changed within a calendar month (UTC); of the whole installation, so its
-- tenant is the system.
create table revenue_months (
    tenant   text collate "C" not null,
    currency text collate "C" not null,
    month    date             not null,
    gained   numeric          not null,
    raised   numeric          not null,
    lowered  numeric          not null,
    lost     numeric          not null,
    primary key (tenant, currency, month)
);

-- ---- Invoices and payments ----

create table invoices (
    tenant     text collate "C" not null,
    id         text collate "C" not null,
    revision   bigint           not null,
    state      jsonb            not null,
    created_at timestamptz      not null,
    updated_at timestamptz      not null,
    status     text collate "C",
    number     bigint,
    issued_at  timestamptz,
    currency   text collate "C",
    total      bigint,
    credited   bigint,
    primary key (tenant, id)
);
create index on invoices (tenant, created_at desc, id desc);
create index on invoices (tenant, status, created_at desc, id desc);

create table invoice_series (
    tenant        text collate "C" not null,
    id            text collate "C" not null,
    revision      bigint           not null,
    state         jsonb            not null,
    created_at    timestamptz      not null,
    updated_at    timestamptz      not null,
    waiting_since timestamptz,
    primary key (tenant, id)
);
create index on invoice_series (waiting_since) where waiting_since is not null;

create table payments (
    tenant     text collate "C" not null,
    id         text collate "C" not null,
    revision   bigint           not null,
    state      jsonb            not null,
    created_at timestamptz      not null,
    updated_at timestamptz      not null,
    status     text collate "C",
    currency   text collate "C",
    amount     bigint,
    kept       bigint,
    invoice    text collate "C",
    wallet     text collate "C",
    due_at     timestamptz,
    primary key (tenant, id)
);
create index on payments (tenant, created_at desc, id desc);
create index on payments (tenant, status, created_at desc, id desc);
create index on payments (tenant, invoice, created_at desc, id desc);
create index on payments (due_at) where due_at is not null;
