-- Deletes holds, each if it is still the one that was shown.
--
-- KEYS[1 …]   the names of the holds, at most 200
-- ARGV[1]     deadline, ms in Redis' time: a command that lands later changes nothing
-- ARGV[2]     by how many ms an expiry may differ
-- ARGV[3 …]   for each hold: the whole value that was shown; the moment of its expiry as shown, ms since the epoch in
--             Redis' time ('none' for no expiry; '' not to compare it: a value with a token of its own says all)
--
-- Returns { now (ms), status, … }
--   status 'late'   nothing was done
--   status 'done'   then for each hold
--     'released'
--     'changed' | 'gone'   not the one that was shown: untouched
--     'wrong-type'         no string, so no hold: untouched
--     { message }          this key's own error
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now > tonumber(ARGV[1]) then
  return { now, 'late' }
end
local tolerance = tonumber(ARGV[2])

local function same_expiry(name, shown)
  if shown == '' then
    return true
  end
  local remaining = redis.call('PTTL', name)
  if shown == 'none' or remaining == -1 then
    return shown == 'none' and remaining == -1
  end
  return math.abs(now + remaining - tonumber(shown)) <= tolerance
end

local function released(name, value, shown)
  local held = redis.pcall('GET', name)
  if not held then
    return 'gone'
  end
  if type(held) == 'table' then
    return string.find(held.err, 'WRONGTYPE', 1, true) and 'wrong-type' or { held.err }
  end
  if held ~= value or not same_expiry(name, shown) then
    return 'changed'
  end
  local deleted = redis.pcall('DEL', name)
  return type(deleted) == 'table' and { deleted.err } or 'released'
end

local reply = { now, 'done' }
for i = 1, #KEYS do
  reply[i + 2] = released(KEYS[i], ARGV[2 * i + 1], ARGV[2 * i + 2])
end
return reply
