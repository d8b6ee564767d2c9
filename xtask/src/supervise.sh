# Runs one throwaway PostgreSQL server for as long as standard input stays open.
# Arguments: the directory of the server's programs, a port, fast|durable, the server's options…
# Prints `directory PATH`, then `ready`; or `busy` when another program took the port.
set -u
umask 077
programs=$1 port=$2 safety=$3
shift 3

# Only the closed input ends this script, so that no signal can part it from its server. PIPE is in
# the list because the reader of our output may be gone before `ready` is printed.
trap '' HUP INT TERM PIPE

# TMPDIR may belong to the user who started us and not to the one we run as.
directory=$(mktemp -d "${TMPDIR:-/tmp}/rapport-postgres.XXXXXX" 2>/dev/null) ||
    directory=$(mktemp -d /tmp/rapport-postgres.XXXXXX) || exit 1
trap 'rm -rf "$directory"' EXIT
log=$directory/log
echo "directory $directory"

fail() {
    if grep -q 'Address already in use' "$log"; then echo busy; else tail -n 40 "$log" >&2; fi
    exit 1
}

# The C locale sorts by code point, as SQLite does, and exists on every machine.
sync=--no-sync
if [ "$safety" = durable ]; then sync=; fi
"$programs/initdb" --pgdata="$directory/data" --username=rapport --auth=trust \
    --encoding=UTF8 --locale=C $sync >"$log" 2>&1 || fail

# Should this script be killed by the one signal it cannot ignore, the kernel stops the server.
tie='setpriv --pdeathsig QUIT --'
$tie true 2>/dev/null || tie=
$tie "$programs/postgres" -D "$directory/data" -p "$port" -k "$directory" \
    -c listen_addresses=127.0.0.1 "$@" </dev/null >>"$log" 2>&1 &
server=$!

# The eighth line of postmaster.pid is what pg_ctl itself waits for.
waits=0
until [ "$(sed -n '8{s/ *$//;p;}' "$directory/data/postmaster.pid" 2>/dev/null)" = ready ]; do
    kill -0 "$server" 2>/dev/null || fail
    waits=$((waits + 1))
    if [ "$waits" -gt 1200 ]; then
        kill -QUIT "$server"
        fail
    fi
    sleep 0.05
done
echo ready

cat >/dev/null
# The data are thrown away, so the server need not write them out first.
kill -QUIT "$server"
wait "$server"
