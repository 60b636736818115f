package pricesign

// withoutUpperLeft is what a digit is read as when its upper left segment is dark; one that is no digit any more is taken for
// the one that it is most like.
var withoutUpperLeft = [10]int64{7, 1, 2, 3, 1, 3, 2, 7, 2, 3}

// darkened is a price, in ten-thousandths, whose third decimal, the last one that signs show, has a dark segment.
func darkened(e4 int64) int64 {
	last := e4 / 10 % 10
	return e4 + (withoutUpperLeft[last]-last)*10
}
