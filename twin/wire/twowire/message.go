package twowire

import "github.com/forecourt/forecourt/twin/wire"

func toPump(name, code, meaning string, confidence byte) wire.MessageInfo {
	return wire.MessageInfo{
		Name: name, Direction: wire.FromController, Code: code, Meaning: meaning, Confidence: confidence,
	}
}

func fromPump(name, code, meaning string, confidence byte) wire.MessageInfo {
	m := toPump(name, code, meaning, confidence)
	m.Direction = wire.FromDispenser
	return m
}

var messages = []wire.MessageInfo{
	toPump("STATUS", "0p", "status of pump p", 'A'),
	toPump("AUTHORISE", "1p", "release pump p; not answered", 'A'),
	toPump("DATA NEXT", "2p", "a block follows; answered with Dp", 'A'),
	toPump("STOP", "3p", "stop pump p; not answered", 'A'),
	toPump("TRANSACTION", "4p", "the last transaction", 'A'),
	toPump("TOTALS", "5p", "totals of all grades", 'A'),
	toPump("MONEY", "6p", "what the money display shows while it delivers", 'A'),
	toPump("ALL STOP", "FC", "stop every pump; not answered", 'A'),
	toPump("PRICE", "FF E5 F4|F5", "price of one grade at level 1 or 2, of 4 digits", 'A'),
	toPump("VOLUME PRESET", "FF Ex F1", "limit by volume, 5 or 6 digits, at a level, perhaps for one grade", 'A'),
	toPump("MONEY PRESET", "FF Ex F2", "limit by money, 5 or 6 digits, at a level, perhaps for one grade", 'A'),
	toPump("LEVEL", "FF EC", "change of the price level of the sales to come", 'A'),
	toPump("EXTENDED STATUS", "FF E9 FE", "special function 010", 'A'),
	fromPump("DATA ERROR", "0p", "the last block was not understood", 'A'),
	fromPump("OFF", "6p", "idle", 'A'),
	fromPump("CALL", "7p", "the handle is up", 'A'),
	fromPump("AUTHORISED", "8p", "released, nothing delivered yet", 'A'),
	fromPump("BUSY", "9p", "delivering", 'A'),
	fromPump("PEOT", "Ap", "partial end of transaction: the limit is reached", 'C'),
	fromPump("FEOT", "Bp", "final end of transaction: the handle is down", 'C'),
	fromPump("STOPPED", "Cp", "stopped", 'A'),
	fromPump("READY", "Dp", "ready for data", 'A'),
	fromPump("TRANSACTION", "FF F1", "33 words: grade, level, price, volume, money", 'A'),
	fromPump("TOTALS", "FF F6", "30 words a grade: volume, money, prices of both levels", 'A'),
	fromPump("MONEY", "Ex", "6 digits without a frame", 'A'),
	fromPump("EXTENDED STATUS", "BA B0 B3", "19 words: handle and nozzle", 'A'),
}
