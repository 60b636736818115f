package dart

import (
	"strconv"

	"github.com/forecourt/forecourt/twin/wire"
)

// Names implements wire.Namer: what kind a frame is, and the transactions in it.
func (dialect) Names(d wire.Direction, b []byte) (names []string) {
	var p parser
	p.reset()
	for len(b) > 0 {
		var raw []byte
		if raw, b, _ = p.take(b); len(raw) < 3 {
			continue
		}
		names = append(names, namesOf(d, raw)...)
	}
	return names
}

var kindNames = [2]map[byte]string{
	wire.FromController: {ctrlPoll: "POLL", ctrlNAK: "NAK", ctrlACK: "ACK", ctrlACKPoll: "ACKPOLL"},
	wire.FromDispenser:  {ctrlEOT: "EOT", ctrlNAK: "NAK", ctrlACK: "ACK"},
}

func namesOf(d wire.Direction, raw []byte) []string {
	if len(raw) == 3 {
		if name := kindNames[d][raw[1]&0xF0]; name != "" {
			return []string{name}
		}
		return nil
	}
	var scratch [maxBlock]byte
	block, wrong := openBlock(raw, &scratch)
	if wrong.reason != "" {
		return nil
	}
	names, prefix := []string{"DATA"}, "CD"
	if d == wire.FromDispenser {
		prefix = "DC"
	}
	for rest := block.payload; len(rest) > 0; {
		trans, _, after, ok := nextUnit(rest)
		if !ok {
			break
		}
		names = append(names, prefix+strconv.Itoa(int(trans)))
		rest = after
	}
	return names
}
