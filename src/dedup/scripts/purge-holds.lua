-- Deletes holds of generations that have passed. Those of the generation that counts are never touched, whatever the
-- caller believes it to be: the script reads it itself. Where there is none, nothing says which holds are stale.
--
-- KEYS[1]     the generation
-- KEYS[2 …]   the names of the holds, at most 200
-- ARGV[1]     deadline, ms in Redis' time: a command that lands later changes nothing
-- ARGV[2]     the generation that was shown as the current one
-- ARGV[3 …]   for each hold: the generation in its name
--
-- Returns { now (ms), status, … }
--   status 'late'         nothing was done
--   status 'error'        the generation cannot be read; [3] says why; nothing was done
--   status 'missing'      there is no generation; nothing was done
--   status 'generation'   another one counts by now, [3]; nothing was done
--   status 'done'         then for each hold
--     'purged' | 'gone'
--     'current'           of the generation that counts: untouched
--     'wrong-type'        no string, so no hold: untouched
--     { message }         this key's own error
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now > tonumber(ARGV[1]) then
  return { now, 'late' }
end
local generation = redis.pcall('GET', KEYS[1])
if type(generation) == 'table' then
  return { now, 'error', generation.err }
end
if not generation then
  return { now, 'missing' }
end
if generation ~= ARGV[2] then
  return { now, 'generation', generation }
end

local function purged(name, of)
  if of == generation then
    return 'current'
  end
  local kind = redis.call('TYPE', name)['ok']
  if kind == 'none' then
    return 'gone'
  end
  if kind ~= 'string' then
    return 'wrong-type'
  end
  local unlinked = redis.pcall('UNLINK', name)
  return type(unlinked) == 'table' and { unlinked.err } or 'purged'
end

local reply = { now, 'done' }
for i = 2, #KEYS do
  reply[i + 1] = purged(KEYS[i], ARGV[i + 1])
end
return reply
