"""The tenant's contacts. One email may belong to several contacts of different types."""

from dataclasses import dataclass
from sqlite3 import Row

from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.engage.bodies import ContactBody, is_email
from voyado_bis_cli.sandbox.engage.problems import EngageProblem, contact_not_found
from voyado_bis_cli.sandbox.engage.tables import new_id, shown, timestamp


@dataclass(frozen=True, slots=True)
class Contact:
    """What the automation has to know of a contact."""

    id: str
    email: str
    accepts_email: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """How a contact came to be."""

    source: str | None = None
    store_external_id: str | None = None
    approved: bool = True


class Contacts:
    """Finds and creates contacts."""

    def __init__(self, db: Database, clock: SandboxClock) -> None:
        self._db = db
        self._clock = clock

    def count(self) -> int:
        """Return how many there are."""
        row = self._db.row("SELECT count(*) AS contacts FROM engage_contact")
        return int(row["contacts"]) if row else 0

    def with_email(self, email: str, contact_type: str | None = None) -> list[Contact]:
        """Return the contacts with an email, in the order of their creation, of one type or of all."""
        rows = self._db.rows(
            "SELECT * FROM engage_contact WHERE email = :email AND (:type IS NULL OR contact_type = :type)"
            " ORDER BY number",
            {"email": email, "type": contact_type},
        )
        return [_contact(row) for row in rows]

    def id_of(self, email: str, contact_type: str | None = None) -> str:
        """Return the id of the one contact with an email, or refuse as published: 400, 404, 409."""
        if not is_email(email):
            raise EngageProblem(400, "The email address is not valid.", code="InvalidEmailAddress")
        found = self.with_email(email, contact_type)
        if not found:
            raise contact_not_found()
        if len(found) > 1:
            raise EngageProblem(
                409,
                "More than one contact matches.",
                code="MultipleMatches",
                details={"multipleMatchesFound": [contact.id for contact in found]},
            )
        return found[0].id

    def get(self, contact_id: str) -> Contact:
        """Return a contact by its id, or refuse with 404."""
        return _contact(self._row(contact_id))

    def document(self, contact_id: str) -> dict[str, object]:
        """Return a contact as the API shows it, or refuse with 404."""
        return _document(self._row(contact_id))

    def documents(self) -> list[dict[str, object]]:
        """Return all contacts as the API shows them."""
        return [_document(row) for row in self._db.rows("SELECT * FROM engage_contact ORDER BY number")]

    def create(self, body: ContactBody, origin: Origin = Origin()) -> Contact:
        """Create a contact; one of the same email and type is refused with 409."""
        if self.with_email(body.email, body.contactType):
            raise EngageProblem(409, "A contact like this exists already.", code="ContactAlreadyExists")
        contact = Contact(new_id(self._db, "contact"), body.email, body.preferences.acceptsEmail)
        self._db.run(
            "INSERT INTO engage_contact (id, email, contact_type, first_name, last_name, mobile_phone, country_code,"
            " accepts_email, accepts_sms, accepts_postal, source, store_external_id, is_approved, created_on)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                contact.id,
                body.email,
                body.contactType,
                body.firstName,
                body.lastName,
                body.mobilePhone,
                body.countryCode,
                body.preferences.acceptsEmail,
                body.preferences.acceptsSms,
                body.preferences.acceptsPostal,
                origin.source,
                origin.store_external_id,
                origin.approved,
                timestamp(self._clock),
            ),
        )
        return contact

    def accept_email(self, contact_id: str) -> None:
        """Note that a contact accepts newsletters."""
        self._db.run("UPDATE engage_contact SET accepts_email = 1 WHERE id = ?", (contact_id,))

    def note_purchase(self, contact_id: str, sku: str) -> None:
        """Note that a contact bought a SKU now."""
        self._db.run(
            "INSERT INTO engage_purchase (contact_id, sku, bought_on) VALUES (?, ?, ?)",
            (contact_id, sku, timestamp(self._clock)),
        )

    def bought_within(self, contact_id: str, sku: str, days: float) -> bool:
        """Whether a contact bought a SKU in the last days."""
        since = timestamp(self._clock, seconds_from_now=-days * 86_400)
        return bool(
            self._db.row(
                "SELECT 1 FROM engage_purchase WHERE contact_id = ? AND sku = ? AND bought_on >= ?",
                (contact_id, sku, since),
            )
        )

    def _row(self, contact_id: str) -> Row:
        row = self._db.row("SELECT * FROM engage_contact WHERE id = ?", (contact_id.lower(),))
        if row is None:
            raise contact_not_found()
        return row


def _contact(row: Row) -> Contact:
    return Contact(row["id"], row["email"], bool(row["accepts_email"]))


def _document(row: Row) -> dict[str, object]:
    return {
        "id": row["id"],
        "contactType": row["contact_type"],
        "email": row["email"],
        "firstName": row["first_name"],
        "lastName": row["last_name"],
        "mobilePhone": row["mobile_phone"],
        "countryCode": row["country_code"],
        "preferences": {
            "acceptsEmail": bool(row["accepts_email"]),
            "acceptsSms": bool(row["accepts_sms"]),
            "acceptsPostal": bool(row["accepts_postal"]),
        },
        "source": row["source"],
        "storeExternalId": row["store_external_id"],
        "isApproved": bool(row["is_approved"]),
        "createdOn": shown(row["created_on"]),
    }
