extern volatile int sink;
int books(int count);
int shelf_move(int count);

static inline int page(int number)
{
	return number / 2 + sink;
}
