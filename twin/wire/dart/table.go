package dart

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
	toPump("POLL", "20", "what has changed?", 'A'),
	toPump("DATA", "3x", "a block of transactions to the pump", 'A'),
	toPump("NAK", "5x", "block x refused", 'A'),
	toPump("ACK", "Cx", "block x accepted", 'A'),
	toPump("ACKPOLL", "Ex", "block x accepted, and poll", 'A'),
	toPump("CD1", "01", "command: status, parameters, identity, filling, reset, authorise, stop, off", 'A'),
	toPump("CD2", "02", "allowed nozzles", 'A'),
	toPump("CD3", "03", "preset volume", 'A'),
	toPump("CD4", "04", "preset amount", 'A'),
	toPump("CD5", "05", "prices of all nozzles", 'A'),
	toPump("CD7", "07", "output on or off", 'B'),
	toPump("CD9", "09", "decimals and delivery limit (described, not obeyed)", 'B'),
	toPump("CD13", "0D", "filling type: cash or credit", 'A'),
	toPump("CD14", "0E", "suspend", 'A'),
	toPump("CD15", "0F", "resume", 'A'),
	toPump("CD101", "65", "request totals", 'A'),
	fromPump("EOT", "70", "nothing to send", 'A'),
	fromPump("DATA", "3x", "a block of transactions from the pump", 'A'),
	fromPump("NAK", "5x", "block x refused", 'A'),
	fromPump("ACK", "Cx", "block x accepted", 'A'),
	fromPump("DC1", "01", "status", 'A'),
	fromPump("DC2", "02", "volume and amount on the display", 'A'),
	fromPump("DC3", "03", "price, selected nozzle, nozzle out", 'A'),
	fromPump("DC5", "05", "alarm", 'A'),
	fromPump("DC7", "07", "pump parameters", 'B'),
	fromPump("DC9", "09", "identity", 'A'),
	fromPump("DC14", "0E", "suspended", 'A'),
	fromPump("DC15", "0F", "resumed", 'A'),
	fromPump("DC101", "65", "totals, of 16, 13 or 6 bytes", 'A'),
	fromPump("DC103", "67", "prices of all grades (in older text: temperature)", 'B'),
}
