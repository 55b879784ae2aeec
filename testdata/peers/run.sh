#!/usr/bin/env bash
# Runs other libraries and ours on the same networks, prints what each took, and fails if they do not agree.
# Installs nothing unless asked to; see README.md beside it.
set -euo pipefail

usage() {
	cat <<-END
		usage: run.sh [--install] [--limit SECONDS] [--only WORD]
		  --install  first install the peers that Debian has (apt-get, as root)
		  --limit    end a run that takes more CPU time (60)
		  --only     only what has the word in its network or task
	END
}

install= limit=60 only=
while [ $# -gt 0 ]; do
	case $1 in
	--install) install=yes ;;
	--limit) limit=${2:?--limit takes seconds} && shift ;;
	--only) only=${2:?--only takes a word} && shift ;;
	-h | --help) usage && exit ;;
	*) usage >&2 && exit 2 ;;
	esac
	shift
done

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -n "$install" ]; then
	apt-get update
	apt-get install -y --no-install-recommends g++ libboost-graph-dev liblemon-dev \
		default-jdk-headless libjgrapht-java python3-networkx python3-igraph python3-scipy
fi

# --- Which peers are here. A peer that is not stays without a command, and why is said.

declare -A command # by peer: how to run it, less task and file
has() { printf 'with     %-15s %s\n' "$1" "$2"; }
skip() { printf 'skipped  %-15s %s\n' "$1" "$2"; }

go_version=$(go version)
(cd "$here/../.." && go build -o "$work/" ./testdata/peers/write ./testdata/peers/ours ./testdata/peers/gonum)
for way in each count circulation; do command[ours-$way]="$work/ours $way"; done
command[gonum]=$work/gonum
has ours "${go_version#go version }"
has gonum "$(cd "$here/../.." && go list -m -f '{{.Version}}' gonum.org/v1/gonum)"

# compiled NAME HEADER VERSION-MACRO builds NAME.cpp if its library is here.
compiled() {
	if ! type g++ >/dev/null 2>&1; then
		skip "$1" "there is no g++"
	elif ! version=$(printf '#include <%s>\n%s\n' "$2" "$3" | g++ -x c++ -E -P - 2>/dev/null | tail -n 1); then
		skip "$1" "its header $2 is not installed"
	elif ! g++ -O3 -o "$work/$1" "$here/$1.cpp" 2>"$work/errors"; then
		skip "$1" "$1.cpp does not compile: $(grep -m 1 error "$work/errors")"
	else
		has "$1" "$version, g++ -O3 $(g++ -dumpfullversion)"
		return
	fi
	return 1
}
if compiled boost boost/version.hpp BOOST_LIB_VERSION; then
	command[boost-hawick]="$work/boost hawick"
	command[boost-tiernan]="$work/boost tiernan"
fi
if compiled lemon lemon/config.h LEMON_VERSION; then
	command[lemon-scaling]="$work/lemon scaling"
	command[lemon-simplex]="$work/lemon simplex"
fi

# script NAME MODULE TEST finds a Python in which the module is and the test holds.
script() {
	local why="no Python here has the module $2"
	for python in python3 /usr/bin/python3; do
		version=$("$python" -c "import $2; print($2.__version__)" 2>/dev/null) || continue
		if "$python" -c "import $2; assert $3" 2>/dev/null; then
			command[$1]="$python $here/$1_peer.py"
			has "$1" "$version, $("$python" --version)"
			return
		fi
		why="$2 $version is too old: it lacks ${4:-what is asked of it}"
	done
	skip "$1" "$why"
}
script networkx networkx "tuple(map(int, networkx.__version__.split('.')[:2])) >= (3, 1)" "simple_cycles with length_bound (3.1)"
script igraph igraph "hasattr(igraph.Graph, 'simple_cycles')" "Graph.simple_cycles"
script highs scipy "__import__('scipy.optimize').optimize.linprog" "linprog"

jars=/usr/share/java/jgrapht-core.jar:/usr/share/java/jheaps.jar
if ! type javac >/dev/null 2>&1; then
	skip jgrapht "there is no javac"
elif [ ! -e "${jars%%:*}" ]; then
	skip jgrapht "${jars%%:*} is not installed"
elif ! javac -cp "$jars" -d "$work" "$here/JGraphT.java" 2>"$work/errors"; then
	skip jgrapht "JGraphT.java does not compile: $(head -n 1 "$work/errors")"
else
	command[jgrapht]="java -Xss256m -cp $work:$jars JGraphT"
	has jgrapht "$(dpkg-query -W -f '${Version}' libjgrapht-java 2>/dev/null || echo 'of unknown version'), $(javac -version 2>&1)"
fi

# --- The runs.

status=0

# run PEER TASK FILE sets answer and seconds: the least of three if the first took less than one. What counts against the limit
# is CPU time, so that a busy machine ends nothing too early; a run that stands still for ten times as long is ended too.
run() {
	local line s used code
	answer= seconds=
	for try in 1 2 3; do
		code=0
		TIMEFORMAT='%U %S'
		# shellcheck disable=SC2086 # a command is words
		{ time line=$(ulimit -t "$limit" && timeout $((10 * limit)) ${command[$1]} "$2" "$3" 2>"$work/errors"); } 2>"$work/used" || code=$?
		if [ $code != 0 ]; then
			used=$(awk 'END { print int($1 + $2 + 0.5) }' "$work/used")
			seconds=failed
			if [ "$used" -ge "$limit" ]; then
				seconds="> $limit"
			else
				printf '%s ended with %s after %s s on %s %s: %s\n' "$1" $code "$used" "$(basename "$3")" "$2" "$(tail -n 1 "$work/errors")" >&2
			fi
			return
		fi
		read -r answer s <<<"$line"
		seconds=$(awk -v a="$s" -v b="${seconds:-$s}" 'BEGIN { printf "%.4f", a < b ? a : b }')
		if awk -v s="$s" 'BEGIN { exit s < 1 }'; then return; fi
	done
}

# offers PEER TASK says whether the library has such a search.
offers() {
	case $1,$2 in
	boost-hawick,all | boost-*,circulation) true ;;
	boost-hawick,*) false ;;
	*) true ;;
	esac
}

# row NETWORK TASK PEER… runs the peers, prints a line and holds their answers against ours, which is the first.
row() {
	local network=$1 task=$2 want= cells=() wrong=() peer
	shift 2
	for peer; do
		if [ -z "${command[$peer]:-}" ] || ! offers "$peer" "$task"; then
			cells+=(-)
			continue
		fi
		run "$peer" "$task" "$work/$network"
		cells+=("$seconds")
		want=${want:-$answer}
		if [ -n "$answer" ] && [ "$answer" != "$want" ]; then wrong+=("$peer says $answer"); fi
		if [[ $peer == ours-* && $seconds == failed ]]; then status=1; fi
	done
	printf '%-17s %-11s %18s' "$network" "$task" "${want:-?}"
	printf ' %16s' "${cells[@]}"
	printf '\n'
	for peer in "${wrong[@]}"; do
		printf '  DISAGREES: %s\n' "$peer"
		status=1
	done
}

# table HEADING PEER… prints a heading and a row for each "NETWORK TASK" on its input.
table() {
	local heading=$1 network task
	shift
	printf '\n%-17s %-11s %18s' network task "$heading"
	printf ' %16s' "$@"
	printf '\n'
	while read -r network task <&3; do
		if [[ "$network $task" == *"$only"* ]]; then row "$network" "$task" "$@"; fi
	done
}

"$work/write" "$work"
printf '\nCPU seconds after reading; - is not offered or not here; at most %s for each\n' "$limit"

table cycles ours-each ours-count boost-hawick boost-tiernan jgrapht igraph gonum networkx 3<<-END
	complete10 all
	complete11 all
	scattered100 all
	deadends20 all
	ring1k all
	communities20k all
	deadends20 60
	diamonds20 40
	layers8x50 8
	trust 3
	trust 4
	trust 5
	laundering 4
	laundering 5
	laundering 6
	preferential4k 5
	preferential16k 5
	scattered2k 5
	scattered80k 4
END

table 'minor units' ours-circulation lemon-scaling lemon-simplex highs networkx 3<<-END
	scattered1k circulation
	preferential4k circulation
	preferential16k circulation
	scattered20k circulation
	laundering circulation
	preferential32k circulation
	scattered80k circulation
	preferential200k circulation
END

exit $status
