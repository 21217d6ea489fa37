#!/usr/bin/env bash
# Clients in Python and Node against a real server. Needs Debian's python3-grpcio and python3-grpc-tools (installed if they are missing, as
# root) and npm.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=../program/server.sh source-path=SCRIPTDIR
source ../program/server.sh
protos=$root/protos

if ! dpkg --status python3-grpcio python3-grpc-tools >/dev/null 2>&1; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-grpcio python3-grpc-tools >/dev/null
fi

mkdir "$work/generated"
(
  cd "$protos"
  /usr/bin/python3 -m grpc_tools.protoc -I. -I"$root/tests/polyglot/protos" \
    --python_out="$work/generated" --grpc_python_out="$work/generated" \
    okrgrains/v1/*.proto grpc/health/v1/health.proto grpc/reflection/v1/reflection.proto google/rpc/errors.proto
)
cp -r node "$work/node"
npm ci --prefix "$work/node" --silent --no-audit --no-fund

start_server "$work/data" 2001-02-01T00:00:00Z
"$OKR" apply plan.yaml
echo "Python: $(/usr/bin/python3 -c 'import grpc; print("grpcio", grpc.__version__)')"
/usr/bin/python3 python/client.py "$work/generated" "${OKR_SERVER#http://}"
echo "Node: grpc-js $(node -p "require('$work/node/node_modules/@grpc/grpc-js/package.json').version")"
node "$work/node/client.js" "$protos" "$PWD/protos" "${OKR_SERVER#http://}"
"$OKR" show
