-- Reads holds of one generation with what is left of them. Changes nothing.
--
-- KEYS[1]     the generation
-- KEYS[2 …]   hold names of generation ARGV[1]
-- ARGV[1]     that generation
-- ARGV[2]     1 where it must be the one that counts
--
-- Returns { now (ms), generation, status, … }
--   status 'generation'   another one counts: nothing was read
--   status 'error'        the generation cannot be read; [4] says why
--   status 'done'         then for each hold:
--     0                   free
--     { PTTL, value }     held (-1: no expiry; value '' where it is no string)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local generation = redis.pcall('GET', KEYS[1])
if type(generation) == 'table' then
  return { now, '', 'error', generation.err }
end
generation = generation or '0'
if ARGV[2] == '1' and generation ~= ARGV[1] then
  return { now, generation, 'generation' }
end
local reply = { now, generation, 'done' }
for i = 2, #KEYS do
  local value = redis.pcall('GET', KEYS[i])
  if not value then
    reply[i + 2] = 0
  else
    reply[i + 2] = { redis.call('PTTL', KEYS[i]), type(value) == 'string' and value or '' }
  end
end
return reply
