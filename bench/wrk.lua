-- Sends the requests of a list in turn, and tells what came of them as one line of JSON.
local requests = dofile(os.getenv("BENCH_REQUESTS"))

if #requests == 1 then
  -- wrk formats a constant request once.
  wrk.method, wrk.path = requests[1].method, requests[1].path
  wrk.headers, wrk.body = requests[1].headers, requests[1].body
else
  local texts, next = {}, 0
  function init()
    for i, r in ipairs(requests) do texts[i] = wrk.format(r.method, r.path, r.headers, r.body) end
    next = tonumber(os.getenv("BENCH_OFFSET")) % #texts
  end
  function request()
    next = next % #texts + 1
    return texts[next]
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"errors":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end
