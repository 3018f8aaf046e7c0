-- Keeps our holds at least so long, and says of each whether it still is ours. Never shortens.
--
-- KEYS[1]     the generation
-- KEYS[2 …]   hold names of generation ARGV[1]
-- ARGV[1]     that generation
-- ARGV[2]     deadline, ms in Redis' time: a command that lands later changes nothing
-- ARGV[3 …]   for each hold: least remaining time (ms), value
--
-- Returns { now (ms), generation, status, … }; status as in take.lua, and for each hold:
--   expiry (ms in Redis' time)     ours
--   0                              gone
--   { value }                      somebody else's ('' where it is no string)
--   { 0, message }                 this key's own error
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
for i = 2, #KEYS do
  local value = redis.pcall('GET', KEYS[i])
  local answer = 0
  if type(value) == 'table' then
    answer = { '' }
  elseif value and value ~= ARGV[2 * i] then
    answer = { value }
  elseif value then
    local remaining = redis.call('PTTL', KEYS[i])
    local least = tonumber(ARGV[2 * i - 1])
    answer = now + remaining
    if remaining >= 0 and remaining < least then
      local set = redis.pcall('PEXPIRE', KEYS[i], least)
      if type(set) == 'table' then
        answer = { 0, set.err }
      else
        answer = now + least
      end
    elseif remaining < 0 then
      answer = now + least
    end
  end
  reply[i + 2] = answer
end
return reply
