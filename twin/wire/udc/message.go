package udc

import "github.com/forecourt/forecourt/twin/forecourt"

// The commands to a fuelling point, Fx (A but A0 and A4, B).
const (
	askIdentity  = 0xA0
	askDisplay   = 0xA1
	askStatus    = 0xA2
	doHalt       = 0xA3
	doResume     = 0xA4
	doAuthorise  = 0xA5
	doInitialise = 0xA6
	askTotals    = 0xA9
)

// The commands to its nozzles and prices, Cx (A).
const (
	askNozzle  = 0xA1
	doReturned = 0xA2 // the nozzle's return is acknowledged
	doPrices   = 0xA3
)

// acknowledged answers doReturned and doPrices.
const acknowledged = 0xB0

// The status codes (A but 92, B: one controller takes it for a stopped sale).
const (
	codeUninitialised = 0x2F
	codeIdle          = 0x20
	codeCalling       = 0xA0
	codeCredit        = 0xA1 // calling, with a card
	codeAuthorised    = 0x90 // the valves are closed
	codeSlow          = 0xD0 // slow valve open
	codeFast          = 0xF0 // both valves open, from the 10th pulse
	codeEnded         = 0x91 // the sale is over, the nozzle is still out
	codeStopped       = 0x92 // the same
	codeHalted        = 0x98
	codeReturned      = 0x99 // the nozzle was hung during the halt
)

// The lengths of data, in bytes before doubling.
const (
	priceSize   = 2
	moneySize   = 3
	volumeSize  = 3
	displaySize = priceSize + moneySize + volumeSize
	totalSize   = 5
	pricesSize  = maxNozzle * 2 * priceSize // a cash and a credit price for each nozzle
	blendsSize  = maxNozzle
	mostData    = pricesSize + blendsSize
)

// maxNozzle is the most that A9 can name and Cx A3 has prices for (A).
const maxNozzle = 8

// The type byte of A9 (A for these bits).
const (
	singleNozzle = 0x40
	nozzleShift  = 1 // bits 3 to 1 are the nozzle, from 0
	nozzleBits   = 0x07
)

// nozzleMask takes the credit bit off an answer to askNozzle.
const nozzleMask = 0x7F

// isPoint and isAux tell the two kinds of addresses.
func isPoint(address byte) bool { return address&0xF0 == 0xF0 }
func isAux(address byte) bool   { return address&0xF0 == 0xC0 }

// aux is the Cx address of a fuelling point.
func aux(address byte) byte { return address&0x0F | 0xC0 }

// dataLen returns how many bytes of data follow a command; false for one that does not exist at this address.
func dataLen(address, command byte) (int, bool) {
	if isAux(address) {
		switch command {
		case askNozzle, doReturned:
			return 0, true
		case doPrices:
			return mostData, true
		}
		return 0, false
	}
	switch command {
	case askIdentity, askDisplay, askStatus, doHalt, doResume:
		return 0, true
	case doAuthorise:
		return 1 + displaySize, true
	case doInitialise:
		return displaySize, true
	case askTotals:
		return 1, true
	}
	return 0, false
}

// answerLen is how many bytes answer a request of the controller's end, which asks for the totals of one nozzle only.
func answerLen(address, command byte) int {
	switch {
	case isAux(address):
		return 1
	case command == askDisplay:
		return displaySize + 1
	case command == askTotals:
		return 2*totalSize + 1
	}
	return 1
}

func isStatus(code byte) bool { return statusNames[code] != "" }

var statusNames = map[byte]string{
	codeUninitialised: "uninitialised", codeIdle: "idle", codeCalling: "calling", codeCredit: "calling on credit",
	codeAuthorised: "authorised", codeSlow: "slow valve open", codeFast: "both valves open",
	codeEnded: "sale ended, nozzle up", codeStopped: "sale stopped, nozzle up", codeHalted: "halted", codeReturned: "nozzle down during halt",
}

// resting says that no sale is under way in an initialised point.
func resting(code byte) bool { return code == codeIdle || isCalling(code) }

func isCalling(code byte) bool { return code == codeCalling || code == codeCredit }

// underWay says that a release or a sale is.
func underWay(code byte) bool {
	switch code {
	case codeAuthorised, codeSlow, codeFast, codeEnded, codeStopped, codeHalted, codeReturned:
		return true
	}
	return false
}

// isOpen says that a valve is.
func isOpen(code byte) bool { return code == codeSlow || code == codeFast }

// isOut says that a nozzle is.
func isOut(code byte) bool { return isCalling(code) || underWay(code) && code != codeReturned }

// delivering says that a state is under way, as underWay does for a code.
func delivering(s forecourt.State) bool { return s == forecourt.Authorised || s.Delivering() }
