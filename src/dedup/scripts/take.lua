-- Holds many keys for the generation last seen, or none at all.
--
-- KEYS[1]     the generation
-- KEYS[2 …]   the hold names, built for ARGV[1]
-- ARGV[1]     that generation
-- ARGV[2]     deadline, ms in Redis' time: a command that lands later changes nothing
-- ARGV[3 …]   for each hold: PX (ms), value
--
-- Returns { now (ms), generation, status, … }
--   status 'late' | 'generation'   nothing was held
--   status 'error'                 the generation cannot be read; [4] says why; nothing was held
--   status 'done'                  then for each hold:
--     1                            held
--     { PTTL, value }              somebody else's
--     { message }                  this key's own error, as for a name that is no string
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local generation = redis.pcall('GET', KEYS[1])
if type(generation) == 'table' then
  return { now, '', 'error', generation.err }
end
generation = generation or '0'
if now > tonumber(ARGV[2]) then
  return { now, generation, 'late' }
end
if generation ~= ARGV[1] then
  return { now, generation, 'generation' }
end
local reply = { now, generation, 'done' }
-- Redis rewrites a SET with PX into one with PXAT: given that, it is a third cheaper. Before 7.0 it may not know it.
local option = redis.REDIS_VERSION_NUM and 'PXAT' or 'PX'
local pcall, names, values = redis.pcall, KEYS, ARGV
local px, expiry
for i = 2, #names do
  -- Most of a batch share theirs.
  if values[2 * i - 1] ~= px then
    px = values[2 * i - 1]
    expiry = option == 'PX' and px or string.format('%.0f', now + px)
  end
  local set = pcall('SET', names[i], values[2 * i], 'NX', option, expiry)
  if not set then
    local value = pcall('GET', names[i])
    if type(value) == 'table' then
      reply[i + 2] = { value.err }
    else
      reply[i + 2] = { redis.call('PTTL', names[i]), value or '' }
    end
  elseif set.err then
    reply[i + 2] = { set.err }
  else
    reply[i + 2] = 1
  end
end
return reply
