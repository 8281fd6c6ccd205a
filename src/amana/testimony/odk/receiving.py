"""Take in a post of an ODK client: join it to the others of its submission, and open the whole once all is there.

Called while an envelope is being kept, in its transaction. A Problem keeps the envelope aside, whole, with the
problem's code. Whatever comes twice, and from however many posts at once, becomes one testimony.
"""

import json
from typing import Any

from amana.desk import odk_key
from amana.desk.fields import blind
from amana.desk.lock import lock
from amana.errors import Problem
from amana.sealing.envelope import Opened, open_
from amana.sealing.odk import Manifest
from amana.testimony.accounts import unfold
from amana.testimony.custody.log import record
from amana.testimony.models import Envelope, Questionnaire
from amana.testimony.odk.models import Post, Refusal, Submission
from amana.testimony.odk.opening import open_submission
from amana.testimony.odk.posts import is_refusal, read_post
from amana.testimony.odk.told import told_of


def receive(envelope: Envelope, opened: Opened) -> None:
    """Note a refusal; or join a post, and keep the account that it completes.

    Raises `odk.not_a_post`, `odk.changed`, or as `open_submission` does.
    """
    if is_refusal(opened):
        form = opened.inside.form
        Refusal.objects.create(envelope=envelope, form=f"{form.id} {form.version}" if form else "", day=envelope.day)
        return
    post = read_post(opened)
    instance = blind(post.manifest.instance, "odk_submission.instance")
    submission, _ = Submission.objects.select_for_update().get_or_create(
        instance=instance,
        defaults={
            "manifest": post.sha256,
            "form": f"{post.manifest.form} {post.manifest.version or ''}".strip(),
            "missing": list(post.manifest.files),
            "day": envelope.day,
        },
    )
    if submission.manifest != post.sha256:
        raise Problem("odk.changed")
    files = _files(submission)
    if any(files.setdefault(name, data) != data for name, data in post.files.items()):
        raise Problem("odk.changed")
    submission.missing = [name for name in post.manifest.files if name not in files]
    if not submission.missing and submission.testimony is None:
        whole = open_submission(post.manifest, files, odk_key.private_key(lock.keys.odk))
        submission.testimony = unfold(envelope, told_of(post.manifest, whole, _form(post.manifest)))
        record(None, "odk.submission_whole", submission.testimony)
    submission.save()
    Post.objects.create(envelope=envelope, submission=submission)


def _files(submission: Submission) -> dict[str, bytes]:
    """Every sealed file of a submission that has come so far; none once it is told, when none is needed."""
    files: dict[str, bytes] = {}
    for post in submission.posts.select_related("envelope"):
        files |= read_post(open_(lock.keys.identities(), bytes(post.envelope.sealed))).files
    return files


def _form(manifest: Manifest) -> dict[str, Any] | None:
    """The form that was filled, if this desk published it."""
    known = Questionnaire.objects.filter(form=manifest.form, version=manifest.version or "").first()
    return json.loads(known.phone) if known else None
