"""What whoever has the database's files and its key could read in them: every page, those that are free among them."""

from django.db import connection

from amana.testimony.erases import tables


def pages() -> list[bytes]:
    """Every page of the database's tables, in clear, those that are free among them."""
    return sqlcipher_pages() if connection.vendor == "sqlite" else postgresql_pages()


def postgresql_pages() -> list[bytes]:
    """The files of every table in which something of a person is, and of what PostgreSQL keeps outside them."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        names = tables()
        found = []
        for name in names:
            cursor.execute("SELECT reltoastrelid FROM pg_class WHERE relname = %s", [name])
            toast = cursor.fetchone()[0]
            for oid in filter(None, [f"'{name}'::regclass::oid", str(toast) if toast else ""]):
                cursor.execute(f"SELECT pg_read_binary_file(pg_relation_filepath({oid}))")
                found.append(bytes(cursor.fetchone()[0]))
    return found


def sqlcipher_pages() -> list[bytes]:
    """Every page of the database's file and write-ahead log, in clear (SQLCipher 4: AES-256-CBC, 80 bytes reserved)."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    from amana.desk.lock import lock

    path = connection.settings_dict["NAME"]
    data = path.read_bytes()
    frames = path.with_name(path.name + "-wal").read_bytes()[32:]
    blocks = [data[at : at + 4096] for at in range(0, len(data), 4096)]
    blocks += [frames[at + 24 : at + 24 + 4096] for at in range(0, len(frames), 24 + 4096)]
    clear = []
    for number, block in enumerate(blocks):
        start = 16 if number == 0 else 0
        sealed_page, iv = block[start:-80], block[-80:-64]
        if len(iv) == 16 and any(block):
            decryptor = Cipher(algorithms.AES(lock.keys.database), modes.CBC(iv)).decryptor()
            clear.append(decryptor.update(sealed_page) + decryptor.finalize())
    return clear
