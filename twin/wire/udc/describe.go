package udc

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/wire"
)

// Describe says one message, or a run of requests, in words. An answer does not say what it answers: its length does.
func (d dialect) Describe(dir wire.Direction, b []byte, o wire.Options) (string, error) {
	c, err := newCodec(o)
	if err != nil {
		return "", err
	}
	if len(b) == 0 {
		return "", newFault(b, defect{0, "no bytes"})
	}
	for i := 1; i < len(b); i += 2 {
		if b[i] != ^b[i-1] {
			return "", newFault(b, defect{i, "byte and complement disagree"})
		}
	}
	if len(b)&1 != 0 {
		return "", newFault(b, defect{len(b), "the last byte has no complement"})
	}
	plain := appendHalf(nil, b)
	if dir == wire.FromDispenser {
		said, wrong := c.describeAnswer(plain)
		if wrong.reason != "" {
			return "", newFault(b, wrong)
		}
		return said, nil
	}
	var words []string
	for at := 0; at < len(plain); {
		said, n, wrong := c.describeRequest(plain[at:])
		if wrong.reason != "" {
			wrong.offset += 2 * at
			return strings.Join(words, "; "), newFault(b, wrong)
		}
		words = append(words, said)
		at += n
	}
	return strings.Join(words, "; "), nil
}

const badDigit = "a digit above 9, or one too fine for the currency"

// describeRequest says the first request and how long it is.
func (c *codec) describeRequest(b []byte) (said string, n int, wrong defect) {
	if !isPoint(b[0]) && !isAux(b[0]) {
		return "", 0, defect{0, "no address"}
	}
	if len(b) < 2 {
		return "", 0, defect{2, "no command"}
	}
	size, known := dataLen(b[0], b[1])
	switch {
	case !known:
		return "", 0, defect{2, "a command that is not known"}
	case len(b) < 2+size:
		return "", 0, defect{2 * len(b), "the request is too short"}
	}
	data := b[2 : 2+size]
	words, ok := requestNames[[2]byte{b[0] & 0xF0, b[1]}], true
	switch {
	case b[1] == doPrices && isAux(b[0]):
		all, fits := c.columns(data)
		ok = fits
		s := all.lists(c.nozzles)
		if words = fmt.Sprintf("%s %v", words, s.Prices); s.Credit != nil {
			words += fmt.Sprintf(", on credit %v", s.Credit)
		}
	case b[1] == doAuthorise:
		p, ok1 := c.price(data[1 : 1+priceSize])
		l, ok2 := c.limits(data[1+priceSize:])
		ok = ok1 && ok2
		words = fmt.Sprintf("%s at %s, %s, slow-flow offset %02X", words, p, l, data[0])
	case b[1] == doInitialise:
		p, f, fits := c.display(data)
		ok = fits
		words = fmt.Sprintf("%s with %s, %s, %s", words, p, f.Amount, f.Volume)
	case b[1] == askTotals && data[0]&singleNozzle != 0:
		words = fmt.Sprintf("%s of nozzle %d?", words, data[0]>>nozzleShift&nozzleBits+1)
	case b[1] == askTotals:
		words += " of all nozzles?"
	}
	if !ok {
		return "", 0, defect{headRaw, badDigit}
	}
	return fmt.Sprintf("%02Xh %02X %s", b[0], b[1], words), 2 + size, defect{}
}

var requestNames = map[[2]byte]string{
	{0xF0, askIdentity}: "identity?", {0xF0, askDisplay}: "display?", {0xF0, askStatus}: "status?", {0xF0, doHalt}: "halt",
	{0xF0, doResume}: "resume", {0xF0, doAuthorise}: "authorise", {0xF0, doInitialise}: "initialise", {0xF0, askTotals}: "totals",
	{0xC0, askNozzle}: "nozzle?", {0xC0, doReturned}: "nozzle's return acknowledged", {0xC0, doPrices}: "prices",
}

// String says the limits in words.
func (l limits) String() string {
	switch {
	case l.money.Minor != 0 && l.volume.Count != 0:
		return fmt.Sprintf("at most %s and %s", l.money, l.volume)
	case l.money.Minor != 0:
		return fmt.Sprintf("at most %s", l.money)
	case l.volume.Count != 0:
		return fmt.Sprintf("at most %s", l.volume)
	}
	return "no limit"
}

func (c *codec) describeAnswer(b []byte) (string, defect) {
	code := b[len(b)-1]
	if len(b) == 1 {
		switch {
		case code == acknowledged:
			return "B0 acknowledged", defect{}
		case isStatus(code):
			return fmt.Sprintf("status %02X %s", code, statusNames[code]), defect{}
		}
		credit := ""
		if code&creditBit != 0 {
			credit = " on credit"
		}
		return fmt.Sprintf("%02X (nozzle %d%s, or an identity)", code, code&nozzleMask, credit), defect{}
	}
	if !isStatus(code) {
		return "", defect{2 * (len(b) - 1), "a status that does not exist"}
	}
	var words []string
	switch {
	case len(b) == displaySize+1:
		p, f, ok := c.display(b)
		if !ok {
			return "", defect{0, badDigit}
		}
		words = append(words, fmt.Sprintf("price %s, amount %s, volume %s", p, f.Amount, f.Volume))
	case len(b)%(2*totalSize) == 1:
		for at := 0; at+1 < len(b); at += 2 * totalSize {
			t, ok := c.totals(b[at:])
			if !ok {
				return "", defect{2 * at, badDigit}
			}
			words = append(words, fmt.Sprintf("totals %s, %s", t.Volume, t.Amount))
		}
	default:
		return "", defect{2 * len(b), "no answer has this length"}
	}
	return fmt.Sprintf("%s, status %02X %s", strings.Join(words, ", "), code, statusNames[code]), defect{}
}
