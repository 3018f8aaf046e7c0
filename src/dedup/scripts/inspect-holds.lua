-- Reads holds with their expiry, and the generation, all in one moment. A key that cannot be read fails alone.
--
-- KEYS[1]  the generation
-- KEYS[2…] names of holds
-- ARGV[1]  how many bytes of a value are read at most
--
-- Returns { now (ms), generation ('0' where there is none, nil where it is no string), 0 where there is none, else 1 },
-- then for each name
-- { PTTL (-1: no expiry, -2: gone), value or nil, length of the whole value, what it is if it is no string or '' }
local time = redis.call('TIME')
local generation = redis.pcall('GET', KEYS[1])
local exists = generation and 1 or 0
if type(generation) == 'table' then
  generation = false
elseif not generation then
  generation = '0'
end
local reply = { time[1] * 1000 + math.floor(time[2] / 1000), generation, exists }
local last = tonumber(ARGV[1]) - 1

for index = 2, #KEYS do
  local name = KEYS[index]
  local remaining = redis.call('PTTL', name)
  local value, length, wrong = false, 0, ''
  if remaining ~= -2 then
    value = redis.pcall('GETRANGE', name, 0, last)
    if type(value) == 'table' then
      value = false
      wrong = redis.call('TYPE', name)['ok']
    else
      length = redis.call('STRLEN', name)
    end
  end
  local at = #reply
  reply[at + 1] = remaining
  reply[at + 2] = value
  reply[at + 3] = length
  reply[at + 4] = wrong
end
return reply
