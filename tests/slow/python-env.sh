# shellcheck shell=sh
# tests/slow/python-env.sh: sourced; makes a Python environment with the packages named, and sets PY to its python.
# SPDX-License-Identifier: Apache-2.0
#
# Skips loudly (status 77) only when the package index cannot be reached; every other failure is a failure.
env_dir=${WIT_SLOW_ENV:-${TMPDIR:-/tmp}/pathwitness-slow-env}

python_env() {
    if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
        as_root=; [ "$(id -u)" = 0 ] || as_root=sudo
        $as_root apt-get update -qq && $as_root apt-get install -y -qq python3-venv || return 1
    fi
    [ -x "$env_dir/bin/python" ] || python3 -m venv "$env_dir" || return 1
    PY=$env_dir/bin/python
    if ! "$PY" -m pip install --quiet --disable-pip-version-check "$@" 2>"$env_dir/pip.log"; then
        if grep -qE 'Temporary failure in name resolution|Network is unreachable|Connection refused|ConnectTimeout|timed out|ProxyError' "$env_dir/pip.log"; then
            echo "SKIPPED: the Python package index cannot be reached; $0 did NOT run" >&2
            exit 77
        fi
        cat "$env_dir/pip.log" >&2
        return 1
    fi
}
