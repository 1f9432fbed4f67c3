"""What the web server runs: the record store's short lane, and Django for everything else."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zyk.settings")
_django = get_wsgi_application()

from zyk.records.lane import with_lane  # noqa: E402 the models must be loaded first

application = with_lane(_django)
