-- post.lua: each request a response with a key of its own (SORTIE_PATH, SORTIE_VERSION and
-- SORTIE_DAY come from the environment).
local thread_number = 0
function setup(thread)
  thread:set("number", thread_number)
  thread_number = thread_number + 1
end

local count = 0
local head, tail
function init()
  math.randomseed(os.time() * 64 + number)
  head = string.format('{"key":"%08x%08x%04x', math.random(0, 2^31 - 1), math.random(0, 2^31 - 1), number)
  tail = '","form":"exit","version":"' .. os.getenv("SORTIE_VERSION") .. '","day":"' .. os.getenv("SORTIE_DAY")
    .. '","part":"afternoon","lang":"fr","complete":true,"again":false,"flags":[],'
    .. '"answers":{"overall":"4","place":"desk-job","forward":"yes","why_good":["listened"]}}'
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  count = count + 1
  return wrk.format(nil, os.getenv("SORTIE_PATH"), nil, head .. string.format("%012x", count) .. tail)
end

local refused = 0
function response(status)
  if status ~= 201 then refused = refused + 1 end
end

function done(summary, latency)
  io.write(string.format("RATE %.0f %d %.1f %.1f\n", summary.requests / summary.duration * 1e6,
    summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
