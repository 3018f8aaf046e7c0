-- Keeps holds for longer, each if it is still the one that was shown. Never shortens, and never writes a value.
--
-- KEYS[1 …]   the names of the holds, at most 200
-- ARGV[1]     deadline, ms in Redis' time: a command that lands later changes nothing
-- ARGV[2]     by how many ms an expiry may differ
-- ARGV[3]     'by' or 'to'
-- ARGV[4]     by: so many ms after the expiry that it has; to: that moment, ms since the epoch in Redis' time
-- ARGV[5]     how far from now an expiry may be at most, ms
-- ARGV[6 …]   for each hold: the whole value that was shown; the moment of its expiry as shown, as in release-holds.lua
--
-- Returns { now (ms), status, … }
--   status 'late'   nothing was done
--   status 'done'   then for each hold
--     expiry (ms in Redis' time)        it is kept until then
--     'changed' | 'gone'                not the one that was shown
--     'no-expiry'                       it is kept for ever as it is
--     'shorter'                         it is kept for longer than that already
--     'too-long'                        that is further than ARGV[5] allows
--     { message }                       this key's own error
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now > tonumber(ARGV[1]) then
  return { now, 'late' }
end
local tolerance = tonumber(ARGV[2])
local amount = tonumber(ARGV[4])
local longest = tonumber(ARGV[5])
local exact = time[1] * 1000 + time[2] / 1000

local function extended(name, value, shown)
  local held = redis.pcall('GET', name)
  if not held then
    return 'gone'
  end
  if held ~= value then
    return 'changed'
  end
  local remaining = redis.call('PTTL', name)
  if shown ~= '' then
    if (shown == 'none') ~= (remaining == -1) then
      return 'changed'
    end
    if remaining ~= -1 and math.abs(exact + remaining - tonumber(shown)) > tolerance then
      return 'changed'
    end
  end
  if remaining == -1 then
    return 'no-expiry'
  end
  local wanted = ARGV[3] == 'by' and remaining + amount or amount - now
  if wanted > longest then
    return 'too-long'
  end
  if wanted <= remaining then
    return 'shorter'
  end
  local set = redis.pcall('PEXPIRE', name, string.format('%.0f', wanted))
  if type(set) == 'table' then
    return { set.err }
  end
  return now + wanted
end

local reply = { now, 'done' }
for i = 1, #KEYS do
  reply[i + 2] = extended(KEYS[i], ARGV[2 * i + 4], ARGV[2 * i + 5])
end
return reply
