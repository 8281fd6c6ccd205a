"""`./amana desk card`: publish the desk's card, and print the link to hand out."""

import argparse
from pathlib import Path

from amana.desk.commands.ask import open_lock
from amana.errors import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is not given is as in the card before."""
    parser.add_argument("--hub", metavar="ADDRESS", help="the hub's address, such as https://hub.example")
    parser.add_argument(
        "--name", action="append", default=[], metavar="LANGUAGE=NAME", help="what the desk is called; may be repeated"
    )
    parser.add_argument("--page", type=Path, metavar="FOLDER", help="the built phone page (intake/dist): pin its files")
    parser.add_argument("--directory", type=Path, metavar="FILE", help="a YAML file to replace the service directory")
    parser.add_argument(
        "--form",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="an XLSForm (.xlsx) to ask; may be repeated",
    )
    parser.add_argument("--places", type=Path, metavar="FILE", help="a list of places (.csv) to choose from by name")
    parser.add_argument(
        "--media", type=Path, metavar="FOLDER", help="recorded prompts (TAG/sounds) and pictures for the phone"
    )
    parser.add_argument("--per-day", type=int, metavar="N", help="draw a token for N drops a day; earlier ones end")
    parser.add_argument("--recovery", metavar="RECIPIENT", help="a second recipient, whose key is kept elsewhere")
    parser.add_argument("--qr", type=Path, metavar="FILE", help="also write the link as a QR code (SVG)")


def run(args: argparse.Namespace) -> None:
    """Publish, then print the link."""
    from amana.care.actions import import_directory
    from amana.care.publishing import publish_card, read_card
    from amana.desk.qr import draw_qr

    open_lock()
    if args.directory:
        import_directory(None, args.directory)
    card = publish_card(
        None,
        args.hub,
        dict(_named(text) for text in args.name),
        args.page,
        args.per_day,
        args.recovery,
        args.form,
        args.places,
        args.media,
    )
    if args.qr:
        svg = draw_qr(card.link, "Link to the desk")
        args.qr.write_text(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1), "utf-8")
    print(f"Card {card.serial} is at {card.hub}. This is the link to hand out:\n\n  {card.link}\n")
    if read_card(card).tokens and "." not in card.link.partition("#")[2]:
        print("It lets nobody send: the desk no longer knows the token of its earlier links, which go on working.")
        print("--per-day N draws a token for new links, and ends the earlier ones.")


def _named(text: str) -> tuple[str, str]:
    language, equals, name = text.partition("=")
    if not (language and equals and name.strip()):
        raise Problem("care.bad_name")
    return language, name.strip()
