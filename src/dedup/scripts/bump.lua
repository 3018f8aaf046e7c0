-- Increments the generation, unless it is too late or somebody was faster.
--
-- KEYS[1]  the generation
-- ARGV[1]  deadline, ms in Redis' time
-- ARGV[2]  the generation to bump from; '' for any
--
-- Returns { now (ms), generation, status }
--   'done'               generation is the new one
--   'late' | 'changed'   nothing was done
--   'error'              the generation cannot be read; [4] says why; nothing was done
--   'refused'            it cannot be incremented; [4] says why; nothing was done
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local generation = redis.pcall('GET', KEYS[1])
if type(generation) == 'table' then
  return { now, '', 'error', generation.err }
end
generation = generation or '0'
if now > tonumber(ARGV[1]) then
  return { now, generation, 'late' }
end
if ARGV[2] ~= '' and ARGV[2] ~= generation then
  return { now, generation, 'changed' }
end
local bumped = redis.pcall('INCR', KEYS[1])
if type(bumped) == 'table' then
  return { now, generation, 'refused', bumped.err }
end
-- The number itself would lose digits in Lua's arithmetic.
return { now, redis.call('GET', KEYS[1]), 'done' }
