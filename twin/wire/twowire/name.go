package twowire

import "github.com/forecourt/forecourt/twin/wire"

// Names implements wire.Namer.
func (l dialect) Names(d wire.Direction, b []byte) (names []string) {
	c, err := newCodec(wire.Options{}.DefaultDecimals(), l.presetSize)
	if err != nil {
		return nil
	}
	for len(b) > 0 {
		describe, name := c.describePump, pumpName
		if d == wire.FromController {
			describe, name = c.describeHost, hostName
		}
		_, n, wrong := describe(b)
		if wrong.reason != "" {
			return names
		}
		names = append(names, name(b[:n]))
		b = b[n:]
	}
	return names
}

var (
	wordNames   = [...]string{"STATUS", "AUTHORISE", "DATA NEXT", "STOP", "TRANSACTION", "TOTALS", "MONEY"}
	blockNames  = [...]string{hostPrice: "PRICE", hostVolume: "VOLUME PRESET", hostMoney: "MONEY PRESET", hostLevel: "LEVEL", hostExtended: "EXTENDED STATUS"}
	answerNames = [...]string{
		0: "DATA ERROR", 6: "OFF", 7: "CALL", 8: "AUTHORISED", 9: "BUSY", 10: "PEOT", 11: "FEOT", 12: "STOPPED", 13: "READY",
	}
)

// hostName names a word or a block to the pump that describeHost has read.
func hostName(b []byte) string {
	switch b[0] {
	case allStop:
		return "ALL STOP"
	case startOfText:
		h, _ := readHost(b)
		return blockNames[h.kind]
	}
	return wordNames[b[0]>>4]
}

// pumpName names what describePump has read.
func pumpName(b []byte) string {
	switch {
	case b[0] == startOfText && b[1] == volumePreset:
		return "TRANSACTION"
	case b[0] == startOfText:
		return "TOTALS"
	case len(b) == extendedLen:
		return "EXTENDED STATUS"
	case len(b) == moneyLen:
		return "MONEY"
	}
	return answerNames[b[0]>>4]
}
