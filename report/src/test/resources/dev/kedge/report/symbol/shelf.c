/* Fixture: inlined calls two deep, a static name used twice (see books.c), a call that is last. */
#include "shelf.h"

volatile int sink;

static inline int weigh(int item)
{
	if (item > 7)
		sink += item;
	return item * 3;
}

static inline int lift(int item)
{
	sink = weigh(item) + 1;
	return sink;
}

static __attribute__((noinline)) int sorted(int count)
{
	int sum = 0;
	for (int i = 0; i < count; i++)
		sum += lift(i) ^ books(i);
	return sum;
}

__attribute__((noinline)) void fall(void)
{
	sink++;
	__builtin_trap();
}

__attribute__((noinline)) int shelf_move(int count)
{
	int moved = sorted(count);
	if (moved < 0)
		fall();
	return moved + lift(count);
}

int _start(void)
{
	return shelf_move(sink);
}
