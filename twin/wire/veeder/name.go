package veeder

import "github.com/forecourt/forecourt/twin/wire"

// Names implements wire.Namer: the commands in b, or the replies.
func (d dialect) Names(dir wire.Direction, b []byte) (names []string) {
	if dir == wire.FromController {
		return commandNames(b)
	}
	var k cutter
	for _, x := range b {
		reply, tooLong := k.take(x)
		if reply == nil || tooLong {
			continue
		}
		if string(reply[1:len(reply)-1]) == unknownCode {
			names = append(names, "Failed")
		} else if c, _, _, wrong := openReply(reply); wrong.reason == "" {
			names = append(names, "Report "+c.function.String())
		}
	}
	return names
}

func commandNames(b []byte) (names []string) {
	var r reader
	add := func(c command, done bool) {
		switch {
		case !done || c.unknown:
		case c.code.set:
			names = append(names, "Set "+c.code.function.String())
		default:
			names = append(names, "Ask "+c.code.function.String())
		}
	}
	for _, x := range b {
		if x == esc {
			names = append(names, "ESC")
		}
		add(r.take(x, ""))
	}
	add(r.end(true))
	return names
}
