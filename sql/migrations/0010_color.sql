-- The contract says color, as Todoist, Google Tasks and Microsoft To Do do.
alter table lists rename column colour to color;
alter table lists rename constraint list_colour_format to list_color_format;
alter table tags rename column colour to color;
alter table tags rename constraint tag_colour_form to tag_color_form;
