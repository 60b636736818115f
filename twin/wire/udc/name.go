package udc

import "github.com/forecourt/forecourt/twin/wire"

// Names implements wire.Namer. An answer does not say what it answers: its length does, and of one byte its value.
func (d dialect) Names(dir wire.Direction, b []byte) (names []string) {
	if _, err := d.Describe(dir, b, wire.Options{}.DefaultDecimals()); err != nil {
		return nil
	}
	plain := appendHalf(nil, b)
	if dir == wire.FromDispenser {
		return answerNames(plain)
	}
	for len(plain) >= 2 {
		size, _ := dataLen(plain[0], plain[1])
		names = append(names, askNames[[2]byte{plain[0] & 0xF0, plain[1]}])
		plain = plain[2+size:]
	}
	return names
}

var askNames = map[[2]byte]string{
	{0xF0, askIdentity}: "identity", {0xF0, askDisplay}: "display", {0xF0, askStatus}: "status", {0xF0, doHalt}: "halt",
	{0xF0, doResume}: "resume", {0xF0, doAuthorise}: "authorise", {0xF0, doInitialise}: "initialise", {0xF0, askTotals}: "totals",
	{0xC0, askNozzle}: "nozzle", {0xC0, doReturned}: "returned", {0xC0, doPrices}: "prices",
}

var codeNames = map[byte]string{
	codeUninitialised: "uninitialised", codeIdle: "idle", codeCalling: "calling", codeCredit: "calling on credit",
	codeAuthorised: "authorised", codeSlow: "slow", codeFast: "fast", codeEnded: "ended", codeStopped: "stopped",
	codeHalted: "halted", codeReturned: "returned", acknowledged: "acknowledged",
}

// answerNames names an answer, and the status that a long one ends with.
func answerNames(plain []byte) []string {
	status := codeNames[plain[len(plain)-1]]
	switch {
	case len(plain) == displaySize+1:
		return []string{"display", status}
	case len(plain) > 1:
		return []string{"totals", status}
	case status != "":
		return []string{status}
	}
	return []string{"nozzle"}
}
