-- KEYS: the account, its entries, the hold, the idempotency key. ARGV: settle or release, what was asked in words.
local first = redis.call('HMGET', KEYS[4], 'asked', 'answer')
if first[1] then
  if first[1] ~= ARGV[2] then return redis.error_reply('KEY_REUSED') end
  return first[2]
end
local hold = redis.call('HMGET', KEYS[3], 'state', 'amount')
if hold[1] ~= 'active' then return redis.error_reply('HOLD_NOT_ACTIVE') end
local back = '0'
if ARGV[1] == 'release' then
  back = hold[2]
  redis.call('HINCRBY', KEYS[1], 'available', back)
end
redis.call('HINCRBY', KEYS[1], 'held', '-' .. hold[2])
local version = redis.call('HINCRBY', KEYS[1], 'version', 1)
redis.call('HSET', KEYS[3], 'state', ARGV[1])
redis.call('RPUSH', KEYS[2], ARGV[1] .. ',' .. back .. ',-' .. hold[2] .. ',' .. KEYS[3])
redis.call('HSET', KEYS[4], 'asked', ARGV[2], 'answer', version)
return version
