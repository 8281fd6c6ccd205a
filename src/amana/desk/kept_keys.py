"""The two files of a desk's keys: `keyring.json`, which opens here, and `recovery.age`, which opens elsewhere.

Both are written whenever keys change, the one for elsewhere first, so that neither ever lacks what is in use.
"""

from pathlib import Path

from amana.desk.doors import Cost, Door, new_passphrase_door
from amana.desk.files import KEYRING, RECOVERY, write_file
from amana.desk.keyring import Opened, seal_keyring
from amana.desk.keys import Keys
from amana.sealing import age


def write_keys(home: Path, keys: Keys, door: Door, opener: bytes) -> tuple[Opened, bytes]:
    """Write both; gives the keyring as opened, and its bytes. Without a recovery key there is only the one."""
    if keys.recovery:
        write_file(home / RECOVERY, age.seal_bytes([keys.recovery], keys.to_bytes()))
    data = seal_keyring(keys, door, opener)
    write_file(home / KEYRING, data)
    return Opened(keys, door, opener), data


def make_keys(home: Path, passphrase: str, recovery: str = "", cost: Cost | None = None) -> Keys:
    """New keys for a new desk, in a folder for its owner alone. `desk.short_passphrase` before anything is made."""
    door, opener = new_passphrase_door(passphrase, cost)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    home.chmod(0o700)
    keys = Keys.draw(recovery)
    write_keys(home, keys, door, opener)
    return keys


def read_recovery(path: Path, identities: list[str]) -> Keys:
    """The keys in a recovery file. Raises as `age.open_bytes` does, or `desk.not_a_keyring`."""
    return Keys.from_bytes(age.open_bytes(identities, path.read_bytes()))
