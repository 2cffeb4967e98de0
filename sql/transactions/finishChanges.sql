-- Records what the transaction has changed, before it commits, and returns the last number: its own, if it changed anything.
select seq as "seq!", at as "at!" from finish_changes()
