#!/usr/bin/env bash
# Runs the official gRPC interop client of Debian's ruby-grpc against a host built on the projects in src/Compat.
# With no package installed it installs them (apt-get, as root). Prints a line per case; exits 1 if one failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

cases=(
  empty_unary large_unary client_streaming server_streaming ping_pong empty_stream
  cancel_after_begin cancel_after_first_response timeout_on_sleeping_server
  custom_metadata status_code_and_message unimplemented_method unimplemented_service
  client_compressed_unary client_compressed_streaming
)

if ! dpkg --status ruby-grpc grpc-proto >/dev/null 2>&1; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq ruby-grpc grpc-proto >/dev/null
fi

client=$(dpkg --listfiles ruby-grpc | grep '/src/ruby/pb/test/client\.rb$')
host=Compat.Grpc.InteropHost/Compat.Grpc.InteropHost.csproj
dotnet build "$host" -c Release -v q --nologo
dll=$(dotnet msbuild "$host" -p:Configuration=Release -getProperty:TargetPath)

work=$(mktemp -d)
mkfifo "$work/port"
dotnet "$dll" >"$work/port" &
host_pid=$!
trap 'kill "$host_pid" 2>/dev/null || true; rm -rf "$work"' EXIT
read -r -t 60 port <"$work/port"

failed=0
for case in "${cases[@]}"; do
  if timeout 60 ruby "$client" --server_host=127.0.0.1 --server_port="$port" --use_tls=false --test_case="$case" >"$work/log" 2>&1
  then
    echo "PASS $case"
  else
    echo "FAIL $case"
    sed 's/^/  /' "$work/log"
    failed=$((failed + 1))
  fi
done

echo "$((${#cases[@]} - failed)) passed, $failed failed"
exit $((failed > 0))
