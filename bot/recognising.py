"""The engines as the service has them, built before the rest of it: their networks load in threads meanwhile."""

from bot.settings import Settings
from recognition.examination import Examiner

# Templates of both are stored at every enrolment; embeddings of different engines are never compared.
ENGINES = ("sface", "dlib")


def examiner(settings: Settings) -> Examiner:
    """For `async with`, at the end of which it closes; without the folder of fetched weights there is no PAD."""
    models = settings.models if settings.models.is_dir() else None
    return Examiner(models=models, cache=settings.model_cache, threads=settings.workers, engines=ENGINES)
