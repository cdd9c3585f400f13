"""The tables of the Centra half; nothing else reads or writes them.

Moments are ISO 8601 texts in UTC, to the second, so that they sort as they follow each other. Quantities are units.
"""

TABLES = """
CREATE TABLE IF NOT EXISTS centra_tokens (
    token TEXT PRIMARY KEY,
    integration TEXT NOT NULL,
    permissions TEXT NOT NULL,              -- separated by blanks; `admin` is everything
    stores TEXT,                            -- a JSON list of store ids; NULL sees all
    expires_at TEXT                         -- NULL never
);

CREATE TABLE IF NOT EXISTS centra_stores (id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS centra_warehouses (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock_master TEXT NOT NULL DEFAULT 'INTERNAL',
    threshold INTEGER
);
CREATE TABLE IF NOT EXISTS centra_rules (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    is_active INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS centra_rule_warehouses (
    rule_id INTEGER NOT NULL REFERENCES centra_rules,
    warehouse_id INTEGER NOT NULL REFERENCES centra_warehouses,
    priority INTEGER NOT NULL,              -- orders take from the lowest first
    PRIMARY KEY (rule_id, warehouse_id)
);
CREATE TABLE IF NOT EXISTS centra_markets (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    comment TEXT,
    store_id INTEGER NOT NULL REFERENCES centra_stores,
    rule_id INTEGER REFERENCES centra_rules
);
CREATE TABLE IF NOT EXISTS centra_rule_defaults (  -- a rule is the default of a market or of a store
    rule_id INTEGER NOT NULL REFERENCES centra_rules,
    market_id INTEGER REFERENCES centra_markets,
    store_id INTEGER REFERENCES centra_stores
);

CREATE TABLE IF NOT EXISTS centra_products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    product_number TEXT NOT NULL,
    price TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS centra_variants (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES centra_products,
    name TEXT NOT NULL,
    variant_number TEXT NOT NULL,
    stock_offset INTEGER NOT NULL DEFAULT 0,
    updated_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS centra_size_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS centra_sizes (   -- ProductSize
    id INTEGER PRIMARY KEY,
    variant_id INTEGER NOT NULL REFERENCES centra_variants,
    size_id INTEGER NOT NULL REFERENCES centra_size_names,
    size_number TEXT NOT NULL,
    sku TEXT,
    ean TEXT,
    upc TEXT,
    is_active INTEGER NOT NULL DEFAULT 1,
    updated_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS centra_sizes_sku ON centra_sizes (sku);
CREATE INDEX IF NOT EXISTS centra_sizes_variant ON centra_sizes (variant_id);

CREATE TABLE IF NOT EXISTS centra_stock_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    warehouse_id INTEGER NOT NULL REFERENCES centra_warehouses,
    comment TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS centra_stock_lines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    stock_change_id INTEGER NOT NULL REFERENCES centra_stock_changes,
    warehouse_id INTEGER NOT NULL REFERENCES centra_warehouses,
    product_size_id INTEGER NOT NULL REFERENCES centra_sizes,
    delivered INTEGER NOT NULL,             -- negative where units left
    fta INTEGER NOT NULL CHECK (fta >= 0),  -- what is left of them to sell
    allocated INTEGER NOT NULL DEFAULT 0 CHECK (allocated >= 0)
);
CREATE INDEX IF NOT EXISTS centra_stock_lines_change ON centra_stock_lines (stock_change_id);
CREATE INDEX IF NOT EXISTS centra_stock_lines_size
    ON centra_stock_lines (product_size_id, warehouse_id, fta, allocated);
CREATE VIEW IF NOT EXISTS centra_stock AS   -- one row per size and warehouse
    SELECT s.id AS product_size_id, s.variant_id, v.product_id, w.id AS warehouse_id,
        COALESCE((SELECT SUM(l.fta) FROM centra_stock_lines l
            WHERE l.product_size_id = s.id AND l.warehouse_id = w.id), 0) AS fta,
        COALESCE((SELECT SUM(l.allocated) FROM centra_stock_lines l
            WHERE l.product_size_id = s.id AND l.warehouse_id = w.id), 0) AS allocated
    FROM centra_sizes s JOIN centra_variants v ON v.id = s.variant_id CROSS JOIN centra_warehouses w;

CREATE TABLE IF NOT EXISTS centra_orders (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    market_id INTEGER NOT NULL REFERENCES centra_markets,
    store_id INTEGER NOT NULL REFERENCES centra_stores,
    status TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS centra_order_lines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_number INTEGER NOT NULL REFERENCES centra_orders,
    product_size_id INTEGER NOT NULL REFERENCES centra_sizes,
    ordered INTEGER NOT NULL,
    cancelled INTEGER NOT NULL DEFAULT 0,
    returned INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS centra_order_lines_order ON centra_order_lines (order_number);
CREATE TABLE IF NOT EXISTS centra_allocations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_line_id INTEGER NOT NULL REFERENCES centra_order_lines,
    stock_line_id INTEGER NOT NULL REFERENCES centra_stock_lines,
    quantity INTEGER NOT NULL CHECK (quantity > 0)
);
CREATE INDEX IF NOT EXISTS centra_allocations_line ON centra_allocations (order_line_id);
CREATE TABLE IF NOT EXISTS centra_returns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_number INTEGER NOT NULL REFERENCES centra_orders,
    stock_change_id INTEGER NOT NULL REFERENCES centra_stock_changes,
    created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS centra_return_lines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    return_id INTEGER NOT NULL REFERENCES centra_returns,
    order_line_id INTEGER NOT NULL REFERENCES centra_order_lines,
    quantity INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS centra_return_lines_return ON centra_return_lines (return_id);

CREATE TABLE IF NOT EXISTS centra_event_system (is_off INTEGER NOT NULL);  -- on while it is empty
CREATE TABLE IF NOT EXISTS centra_listeners (
    integration TEXT NOT NULL,
    object_type TEXT NOT NULL,
    change_types TEXT NOT NULL,             -- separated by blanks, in the order of EventChangeType
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (integration, object_type)
);
CREATE TABLE IF NOT EXISTS centra_events (  -- unconfirmed ones: a confirmed event is gone
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    integration TEXT NOT NULL,
    object_type TEXT NOT NULL,
    change_type TEXT NOT NULL,
    reference INTEGER NOT NULL,
    store_id INTEGER,
    market_id INTEGER,
    created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS centra_events_queue ON centra_events (integration, id);
"""
