package udc

import "github.com/forecourt/forecourt/twin/wire"

func toPoint(name, code, meaning string, confidence byte) wire.MessageInfo {
	return wire.MessageInfo{
		Name: name, Direction: wire.FromController, Code: code, Meaning: meaning, Confidence: confidence,
	}
}

func fromPoint(name, code, meaning string, confidence byte) wire.MessageInfo {
	m := toPoint(name, code, meaning, confidence)
	m.Direction = wire.FromDispenser
	return m
}

var messages = []wire.MessageInfo{
	toPoint("identity", "Fx A0", "who is it? one byte", 'B'),
	toPoint("display", "Fx A1", "price, money, volume, status", 'A'),
	toPoint("status", "Fx A2", "status", 'A'),
	toPoint("halt", "Fx A3", "shut the valves", 'A'),
	toPoint("resume", "Fx A4", "open them again", 'B'),
	toPoint("authorise", "Fx A5", "slow-flow offset, price, most money, most volume", 'A'),
	toPoint("initialise", "Fx A6", "price, money and volume to show; opens an uninitialised point", 'A'),
	toPoint("totals", "Fx A9", "volume and money total of one nozzle or all", 'A'),
	toPoint("nozzle", "Cx A1", "which nozzle is out?", 'A'),
	toPoint("returned", "Cx A2", "the nozzle's return is acknowledged", 'A'),
	toPoint("prices", "Cx A3", "cash and credit prices of 8 nozzles, 8 blends", 'A'),
	fromPoint("display", "price money volume S", "answers Fx A1", 'A'),
	fromPoint("totals", "(volume money).. S", "answers Fx A9", 'A'),
	fromPoint("nozzle", "N", "answers Cx A1: bit 7 credit, 0 none", 'A'),
	fromPoint("acknowledged", "B0", "answers Cx A2 and Cx A3", 'A'),
	fromPoint("uninitialised", "2F", "status: not initialised since power came", 'A'),
	fromPoint("idle", "20", "status: nozzle down", 'A'),
	fromPoint("calling", "A0", "status: nozzle up", 'A'),
	fromPoint("calling on credit", "A1", "status: nozzle up, with a card", 'A'),
	fromPoint("authorised", "90", "status: released, valves closed", 'A'),
	fromPoint("slow", "D0", "status: slow valve open", 'A'),
	fromPoint("fast", "F0", "status: both valves open", 'A'),
	fromPoint("ended", "91", "status: sale ended, nozzle still up", 'A'),
	fromPoint("stopped", "92", "status: sale stopped, nozzle still up", 'B'),
	fromPoint("halted", "98", "status: halted", 'A'),
	fromPoint("returned", "99", "status: nozzle down during the halt", 'A'),
}
