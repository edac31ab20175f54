"""Objects lie in one folder of /tmp, the same for every LocalStack of a machine, and some of it stays when it ends:
here they lie in the folder for temporary files that this one has to itself.
"""

import os
import tempfile


def keep_apart() -> None:
    from localstack.services.s3 import provider

    provider.DEFAULT_S3_TMP_DIR = os.path.join(tempfile.gettempdir(), "s3")
