"""State machines in JSONata run on a JVM inside LocalStack, which would download it and the library: it gets the
machine's own Java and jars that are there already.
"""

import os
import shutil
from pathlib import Path


def home() -> str:
    java = shutil.which("java")
    return os.environ.get("JAVA_HOME") or str(Path(java or "/usr/bin/java").resolve().parents[1])


def use_installed(jars: str) -> None:
    from localstack.packages.java import JavaPackageInstaller
    from localstack.services.stepfunctions.packages import JSONataPackageInstaller

    JavaPackageInstaller.install = lambda self, target=None: None
    JavaPackageInstaller.is_installed = lambda self: True
    JavaPackageInstaller.get_java_home = lambda self: home()
    JSONataPackageInstaller.install = lambda self, target=None: None
    JSONataPackageInstaller.get_installed_dir = lambda self: jars
