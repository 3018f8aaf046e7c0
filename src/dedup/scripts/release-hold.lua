-- Deletes a hold, if it is still the one that was shown.
--
-- KEYS[1]  the name of the hold
-- ARGV[1]  the whole value that was shown
-- ARGV[2]  the moment of its expiry as shown, ms since the epoch in Redis' time; 'none' for no expiry; '' not to
--          compare it (a value with a token of its own says all)
-- ARGV[3]  by how many ms the expiry may differ
--
-- Returns 'released', 'changed' or 'gone'
local value = redis.pcall('GET', KEYS[1])
if not value then
  return 'gone'
end
if value ~= ARGV[1] then
  return 'changed'
end
if ARGV[2] ~= '' then
  local remaining = redis.call('PTTL', KEYS[1])
  if ARGV[2] == 'none' or remaining == -1 then
    if ARGV[2] ~= 'none' or remaining ~= -1 then
      return 'changed'
    end
  else
    local time = redis.call('TIME')
    local expires_at = time[1] * 1000 + time[2] / 1000 + remaining
    if math.abs(expires_at - tonumber(ARGV[2])) > tonumber(ARGV[3]) then
      return 'changed'
    end
  end
end
redis.call('DEL', KEYS[1])
return 'released'
