-- One step of a SCAN that reads what it finds: one reply, and no name goes back.
--
-- KEYS[1]  the generation
-- ARGV[1]  cursor
-- ARGV[2]  pattern
-- ARGV[3]  how many keys Redis looks at, about
-- ARGV[4]  how many bytes of a value are read at most; 0: values are not read
--
-- Returns { now (ms), generation ('0' where there is none, nil where it is no string), the next cursor },
-- then for each name { name, PTTL (-1: no expiry, -2: gone) }, and where values are read also
-- { value or nil, 0 where that is all of it, its whole length where it is cut, what it is if it is no string }
local call, pcall = redis.call, redis.pcall
local NAMES_A_MOMENT = 50

local function millis()
  local time = call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local generation = pcall('GET', KEYS[1])
if type(generation) == 'table' then
  generation = false
elseif not generation then
  generation = '0'
end
local step = call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3])
local names = step[2]
local most = tonumber(ARGV[4])
local now = millis()
local reply = { now, generation, step[1] }
-- Time goes on while it reads: what remains counts from the moment that it answers.
local passed = 0
local at = 3

for index = 1, #names do
  local name = names[index]
  if index % NAMES_A_MOMENT == 0 then
    passed = millis() - now
  end
  local remaining = call('PTTL', name)
  if remaining >= 0 then
    remaining = remaining + passed
  end
  reply[at + 1] = name
  reply[at + 2] = remaining
  at = at + 2
  if most > 0 then
    local value, more = pcall('GETRANGE', name, 0, most - 1), 0
    if type(value) == 'table' then
      value, more = false, call('TYPE', name)['ok']
    elseif #value == most then
      more = call('STRLEN', name)
    end
    reply[at + 1] = value
    reply[at + 2] = more
    at = at + 2
  end
end
return reply
