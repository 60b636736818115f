package twowire

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/wire"
)

// Describe says words and blocks in words: one, or a run of them such as 2p, a block, and 0p.
func (l dialect) Describe(d wire.Direction, b []byte, o wire.Options) (string, error) {
	c, err := newCodec(o, l.presetSize)
	if err != nil {
		return "", err
	}
	if len(b) == 0 {
		return "", newFault(b, defect{0, "no words"})
	}
	var said []string
	for at := 0; at < len(b); {
		var text string
		var n int
		var wrong defect
		if d == wire.FromController {
			text, n, wrong = c.describeHost(b[at:])
		} else {
			text, n, wrong = c.describePump(b[at:])
		}
		if wrong.reason != "" {
			wrong.offset += at
			return strings.Join(said, "; "), newFault(b, wrong)
		}
		said = append(said, text)
		at += n
	}
	return strings.Join(said, "; "), nil
}

var commandNames = [...]string{
	"status", "authorise", "data next", "stop", "transaction", "totals", "real-time money",
}

var statusNames = [...]string{
	0: "data error", 6: "off", 7: "call", 8: "authorised", 9: "busy", 10: "PEOT, limit reached", 11: "FEOT, sale ended",
	12: "stopped", 13: "ready for data",
}

// cut takes a block off the front, up to its end of text.
func cut(b []byte) ([]byte, defect) {
	end := bytes.IndexByte(b, endOfText)
	if end < 0 {
		return nil, defect{len(b), "no end of text"}
	}
	return b[:end+1], defect{}
}

func (c *codec) describeHost(b []byte) (text string, n int, wrong defect) {
	switch w := b[0]; {
	case w == allStop:
		return "all stop", 1, defect{}
	case w>>4 <= cmdMoney>>4:
		return fmt.Sprintf("pump %d %s", addressOf(w&0x0F), commandNames[w>>4]), 1, defect{}
	case w != startOfText:
		return "", 0, defect{0, "no command"}
	}
	block, wrong := cut(b)
	if wrong.reason != "" {
		return "", 0, wrong
	}
	if wrong = checkHost(block, false); wrong.reason != "" {
		return "", 0, wrong
	}
	h, wrong := readHost(block)
	if wrong.reason != "" {
		return "", 0, wrong
	}
	text = c.hostWords(h)
	if block[1]&0x0F != byte(-(len(block)-2))&0x0F {
		text += " (wrong length)"
	}
	return text, len(block), defect{}
}

func (c *codec) hostWords(h hostBlock) string {
	var text string
	switch h.kind {
	case hostExtended:
		return "extended status"
	case hostLevel:
		return fmt.Sprintf("price level %d", h.level+1)
	case hostPrice:
		text = fmt.Sprintf("price %s", c.price(h.value))
	case hostVolume:
		text = fmt.Sprintf("preset %s", c.Volume(h.value))
	case hostMoney:
		text = fmt.Sprintf("preset %s", c.amount(h.value))
	}
	if h.grade != 0 {
		text += fmt.Sprintf(" for grade %d", h.grade)
	}
	if h.named {
		text += fmt.Sprintf(" at level %d", h.level+1)
	}
	return text
}

func (c *codec) describePump(b []byte) (text string, n int, wrong defect) {
	switch w := b[0]; {
	case w == startOfText:
		return c.describeAnswer(b)
	case len(b) >= extendedLen && w == 0xBA && b[1] == extWord:
		e, wrong := readExtended(b[:extendedLen])
		return extendedWords(e), extendedLen, wrong
	case w&0xF0 == digit:
		if len(b) < moneyLen {
			return "", 0, defect{len(b), "money of fewer than 6 digits"}
		}
		v, ok := digits(b[:moneyLen])
		if !ok {
			return "", 0, defect{0, "a digit above 9, or none"}
		}
		return fmt.Sprintf("money %s", c.amount(v)), moneyLen, defect{}
	case int(w>>4) < len(statusNames) && statusNames[w>>4] != "":
		return fmt.Sprintf("pump %d %s", addressOf(w&0x0F), statusNames[w>>4]), 1, defect{}
	}
	return "", 0, defect{0, "no status"}
}

func extendedWords(e extended) string {
	if !e.out {
		return fmt.Sprintf("pump %d extended status: handle down", addressOf(e.pump))
	}
	return fmt.Sprintf("pump %d extended status: handle up, nozzle %d", addressOf(e.pump), e.nozzle)
}

func (c *codec) describeAnswer(b []byte) (text string, n int, wrong defect) {
	block, wrong := cut(b)
	if wrong.reason != "" {
		return "", 0, wrong
	}
	if len(block) > 1 && block[1] == volumePreset {
		s, wrong := readSale(block)
		return fmt.Sprintf("pump %d transaction: grade %d at %s, volume %s, amount %s", addressOf(s.pump), s.grade,
			c.price(s.price), c.Volume(s.volume), c.amount(s.money)), len(block), wrong
	}
	all, wrong := readTotals(nil, block)
	words := make([]string, len(all))
	for i, g := range all {
		words[i] = fmt.Sprintf("grade %d %s, %s", g.grade, c.Volume(g.volume), c.amount(g.money))
	}
	return "totals: " + strings.Join(words, "; "), len(block), wrong
}
