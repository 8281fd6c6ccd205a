"""Tells the demo's accounts as a phone would: sealed to the desk's card, dropped at the hub in parts."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from amana.forms.ready import ready
from amana.sealing import receipt
from amana.sealing.card import Card
from amana.sealing.envelope import seal
from amana.sealing.inside import Inside, ReplyTo
from amana.sealing.keys import recipient_of
from amana.sealing.shapes import fit
from amana.testimony.hub_client import Hub

WORLD = Path(__file__).parent / "world"


def read_accounts() -> list[dict[str, Any]]:
    """The invented accounts of `world/accounts.yaml`; one was told today, whenever that is, so that care is urgent."""
    accounts: list[dict[str, Any]] = yaml.safe_load((WORLD / "accounts.yaml").read_text("utf-8"))
    today = datetime.now(UTC).date()
    return [{**account, "day": today if account["day"] == "today" else account["day"]} for account in accounts]


def tell(account: dict[str, Any], card: Card, hub: Hub) -> str | None:
    """Seal one account to `card` and drop it at `hub`; gives the digits of its receipt, None if it took none."""
    digits = receipt.draw() if account["receipt"] else None
    reply_to = None
    if digits:
        derived = receipt.derive(digits, card.fingerprint)
        reply_to = ReplyTo(mailbox=derived.mailbox.id, recipient=recipient_of(derived.identity))
    day: date = account["day"]
    form = ready(account.get("form", "first_telling"))
    members = {
        "kind": "account",
        "form": {"id": form.id, "version": form.phone["version"]},
        "language": account["language"],
        "day": day.isoformat(),
        "answers": account["answers"],
        "consents": account["consents"],
        "attachments": [],
        "reply_to": reply_to.model_dump() if reply_to else None,
    }
    hub.drop(card.mailbox, seal(fit(Inside, members, "sealing.bad_inside"), [], card.recipients))
    return digits
