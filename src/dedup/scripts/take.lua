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
local pcall, names, values = redis.pcall, KEYS, ARGV

-- Each answers false where the name was free and is held now, else the value of who holds it, or an error.
local take
if redis.REDIS_VERSION_NUM then
  -- 7.0 and later. A moment is cheaper than PX, which Redis rewrites to one; most of a batch share theirs.
  local last, expiry
  take = function(name, value, px)
    if px ~= last then
      last = px
      expiry = string.format('%.0f', now + px)
    end
    return pcall('SET', name, value, 'NX', 'GET', 'PXAT', expiry)
  end
else
  take = function(name, value, px)
    local set = pcall('SET', name, value, 'NX', 'PX', px)
    if not set then
      return pcall('GET', name) or ''
    end
    return set.err and set or false
  end
end

local reply = { now, generation, 'done' }
for i = 2, #names do
  local owner = take(names[i], values[2 * i], values[2 * i - 1])
  if not owner then
    reply[i + 2] = 1
  elseif type(owner) == 'table' then
    reply[i + 2] = { owner.err }
  else
    reply[i + 2] = { redis.call('PTTL', names[i]), owner }
  end
end
return reply
