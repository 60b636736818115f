package twowire

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// hostKind is what a block to the pump does.
type hostKind uint8

const (
	hostPrice hostKind = iota + 1
	hostVolume
	hostMoney
	hostLevel
	hostExtended
)

// hostBlock is a block to the pump, read. Grade 0: none is named.
type hostBlock struct {
	kind  hostKind
	level forecourt.PriceLevel // Cash where none is named, too
	named bool                 // a level is
	grade forecourt.Nozzle
	value int64
	size  int // digits of the value
}

// extendedStatus is special function 010 (A).
var extendedStatus = []byte{startOfText, 0xE9, special, 0xE0, 0xE1, 0xE0, lrcNext, 0xEE, endOfText}

func gradeWord(n forecourt.Nozzle) byte { return digit | byte(n-1)&0x0F }

// appendPriceBlock appends the change of the price of one grade at a level (A).
func (c *codec) appendPriceBlock(dst []byte, grade forecourt.Nozzle, l forecourt.PriceLevel, p unit.Price) ([]byte, error) {
	var scratch [maxHost]byte
	body, err := c.appendPrice(append(scratch[:0], levelWord(l), gradeNext, gradeWord(grade), priceNext), p)
	if err != nil {
		return dst, err
	}
	return appendHost(dst, body), nil
}

// appendPreset appends a preset block: kind, level, perhaps a grade, the value (A for the order).
func (c *codec) appendPreset(dst []byte, n forecourt.Command, l forecourt.PriceLevel, grade forecourt.Nozzle) (b []byte, err error) {
	var scratch [maxHost]byte
	body := append(scratch[:0], moneyPreset, levelWord(l))
	if grade != 0 {
		body = append(body, gradeNext, gradeWord(grade))
	}
	body = append(body, presetNext)
	switch n := n.(type) {
	case forecourt.PresetVolume:
		body[0] = volumePreset
		body, err = c.appendVolume(body, n.Limit, c.presetSize)
	case forecourt.PresetAmount:
		body, err = c.appendAmount(body, n.Limit, c.presetSize)
	}
	if err != nil {
		return dst, err
	}
	return appendHost(dst, body), nil
}

// mostMoney is the highest money preset: for a release of one grade without a limit, since the facts have no block
// that names a grade alone (C).
func (c *codec) mostMoney() forecourt.PresetAmount {
	n := int64(1)
	for range c.presetSize {
		n *= 10
	}
	return forecourt.PresetAmount{Limit: c.amount(n - 1)}
}

// readHost reads the body of a block that checkHost has passed.
func readHost(b []byte) (h hostBlock, wrong defect) {
	body, at := b[2:len(b)-tailLen], 2
	take := func(n int) []byte {
		part := body[:min(n, len(body))]
		body, at = body[len(part):], at+len(part)
		return part
	}
	next := func() byte {
		if len(body) == 0 {
			return endOfText
		}
		return body[0]
	}
	if string(body) == "\xFE\xE0\xE1\xE0" {
		return hostBlock{kind: hostExtended}, defect{}
	}
	switch next() {
	case volumePreset:
		h.kind = hostVolume
	case moneyPreset:
		h.kind = hostMoney
	case level1, level2:
		h.kind = hostLevel
	default:
		return h, defect{at, "a block that is not known"}
	}
	if h.kind != hostLevel {
		take(1)
	}
	if next() == level1 || next() == level2 {
		h.level, h.named = levelOf(take(1)[0]), true
	}
	if h.kind == hostLevel && len(body) == 0 {
		return h, defect{}
	}
	if next() == gradeNext {
		g := take(2)
		if len(g) < 2 || g[1]&0xF0 != digit {
			return h, defect{at - 1, "no grade"}
		}
		h.grade = forecourt.Nozzle(g[1]&0x0F) + 1
	}
	if h.kind == hostLevel {
		if h.grade == 0 || next() != priceNext || len(body) != 5 {
			return h, defect{at, "no price"}
		}
		h.kind = hostPrice
	} else if next() != presetNext || len(body) != 6 && len(body) != 7 {
		return h, defect{at, "no preset of 5 or 6 digits"}
	}
	take(1)
	h.size = len(body)
	ok := false
	if h.value, ok = digits(body); !ok {
		return h, defect{at, "a digit above 9, or none"}
	}
	return h, defect{}
}

// preset is the command of a preset block.
func (c *codec) preset(h hostBlock) forecourt.Command {
	if h.kind == hostVolume {
		return forecourt.PresetVolume{Limit: c.Volume(h.value)}
	}
	return forecourt.PresetAmount{Limit: c.amount(h.value)}
}
