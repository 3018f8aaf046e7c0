-- Reads the generation and the time together.
--
-- KEYS[1]  the generation
--
-- Returns { now (ms), generation, status }; status 'done', or 'error' and [4] says why
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local generation = redis.pcall('GET', KEYS[1])
if type(generation) == 'table' then
  return { now, '', 'error', generation.err }
end
return { now, generation or '0', 'done' }
