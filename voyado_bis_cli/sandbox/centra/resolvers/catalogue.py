"""Products, their variants and their sizes."""

from voyado_bis_cli.sandbox.centra.filters import between, equal, matching, one_of
from voyado_bis_cli.sandbox.centra.nodes import Kind, Link
from voyado_bis_cli.sandbox.centra.resolvers.fields import Resolvers, listing, listing_of, pointed, single

KINDS = {
    "Product": Kind(
        "SELECT 'Product' AS __typename, id, name, 'ACTIVE' AS status, product_number AS productNumber,"
        " FALSE AS isBundle, NULL AS internalComment, created_at AS createdAt, created_at AS updatedAt"
        " FROM centra_products",
        filters={"id": one_of("id"), "status": one_of("status"), "name": matching("name")},
        sorts={"id": "id", "updatedAt": "updatedAt"},
    ),
    "ProductVariant": Kind(
        "SELECT 'ProductVariant' AS __typename, id, product_id, name, 'ACTIVE' AS status,"
        " variant_number AS variantNumber, NULL AS internalName, stock_offset AS stockOffset, updated_at AS updatedAt"
        " FROM centra_variants",
        links={"product_id": (Link("Product"),), "id": (Link("Stock", "variant_id"),)},
        filters={"id": one_of("id"), "productId": one_of("product_id"), "status": one_of("status")},
        sorts={"id": "id", "updatedAt": "updatedAt"},
    ),
    "ProductSize": Kind(
        "SELECT 'ProductSize' AS __typename, id, variant_id, size_id, NULL AS description, ean AS EAN, upc AS UPC,"
        " sku AS SKU, size_number AS sizeNumber, FALSE AS preorder, NULL AS comment, NULL AS weight,"
        " NULL AS shippingSpecifications, updated_at AS updatedAt, is_active AS isActive FROM centra_sizes",
        links={
            "variant_id": (Link("ProductVariant"),),
            "size_id": (Link("Size"),),
            "id": (Link("Stock", "product_size_id"),),
        },
        filters={
            "id": one_of("id"),
            "SKU": matching("SKU"),
            "EAN": matching("EAN"),
            "UPC": matching("UPC"),
            "description": matching("description"),
            "sizeNumber": matching("sizeNumber"),
            "sizeId": one_of("size_id"),
            "preorder": equal("preorder"),
            "isActive": equal("isActive"),
            "updatedAt": between("updatedAt"),
        },
        sorts={"id": "id", "updatedAt": "updatedAt"},
    ),
    "Size": Kind("SELECT id, name FROM centra_size_names"),
}

RESOLVERS: Resolvers = {
    "Query.products": listing("Product"),
    "Query.productVariants": listing("ProductVariant"),
    "Query.productSizes": listing("ProductSize"),
    "Query.productSize": single("ProductSize"),
    "Product.variants": listing_of("ProductVariant", "product_id"),
    "ProductVariant.product": pointed("Product", "product_id"),
    "ProductVariant.productSizes": listing_of("ProductSize", "variant_id"),
    "ProductSize.size": pointed("Size", "size_id"),
    "ProductSize.productVariant": pointed("ProductVariant", "variant_id"),
    "ProductSize.stockChangeLines": listing_of("StockChangeLine", "product_size_id"),
}
